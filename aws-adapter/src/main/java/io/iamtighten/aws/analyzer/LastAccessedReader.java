package io.iamtighten.aws.analyzer;

import io.iamtighten.aws.client.AwsCall;
import io.iamtighten.aws.client.AwsException;
import io.iamtighten.aws.client.AwsSession;
import io.iamtighten.usage.LastAccessed;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.services.iam.model.AccessAdvisorUsageGranularityType;
import software.amazon.awssdk.services.iam.model.GetServiceLastAccessedDetailsResponse;
import software.amazon.awssdk.services.iam.model.JobStatusType;
import software.amazon.awssdk.services.iam.model.ServiceLastAccessed;

/**
 * Reads when a role or user last used services and actions, as IAM remembers it: management actions of some services, for about 400 days.
 * Failures are {@link AwsException}s.
 *
 * @see <a href="https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_last-accessed.html">Last accessed information</a>
 */
public final class LastAccessedReader {
    private static final int POLLS = 40;
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(3);

    private final AwsSession session;

    private LastAccessedReader(AwsSession session) {
        this.session = session;
    }

    /** Returns a reader. */
    public static LastAccessedReader of(AwsSession session) {
        return new LastAccessedReader(session);
    }

    /** Returns what IAM remembers of a role or user; asks IAM to gather it, which takes some seconds. */
    public LastAccessed of(String principalArn) {
        String job = session.call(
                AwsCall.GENERATE_SERVICE_LAST_ACCESSED_DETAILS,
                () -> session.iam()
                        .generateServiceLastAccessedDetails(request ->
                                request.arn(principalArn).granularity(AccessAdvisorUsageGranularityType.ACTION_LEVEL))
                        .jobId());
        GetServiceLastAccessedDetailsResponse page = finished(job);
        Optional<Instant> asOf = Optional.ofNullable(page.jobCompletionDate());
        List<LastAccessed.Service> services = new ArrayList<>();
        Set<String> markers = new HashSet<>();
        while (true) {
            page.servicesLastAccessed().forEach(service -> services.add(service(service)));
            if (!Boolean.TRUE.equals(page.isTruncated()) || page.marker() == null) {
                return new LastAccessed(principalArn, asOf, services);
            }
            String marker = page.marker();
            if (!markers.add(marker)) {
                throw AwsException.of(
                        AwsException.Kind.BAD_ANSWER,
                        AwsCall.GET_SERVICE_LAST_ACCESSED_DETAILS.action(),
                        "iam:GetServiceLastAccessedDetails gave the same page twice; the list would never end");
            }
            page = page(job, Optional.of(marker));
        }
    }

    private GetServiceLastAccessedDetailsResponse finished(String job) {
        Duration wait = session.settings().backoff();
        for (int i = 0; i < POLLS; i++) {
            GetServiceLastAccessedDetailsResponse answer = page(job, Optional.empty());
            if (answer.jobStatus() == JobStatusType.COMPLETED) {
                return answer;
            }
            if (answer.jobStatus() == JobStatusType.FAILED) {
                String why = answer.error() == null ? "" : ": " + answer.error().message();
                throw AwsException.of(
                        AwsException.Kind.OTHER,
                        AwsCall.GET_SERVICE_LAST_ACCESSED_DETAILS.action(),
                        "IAM could not gather what was last used" + why);
            }
            sleep(wait);
            Duration doubled = wait.multipliedBy(2);
            wait = doubled.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : doubled;
        }
        throw AwsException.of(
                AwsException.Kind.UNREACHABLE,
                AwsCall.GET_SERVICE_LAST_ACCESSED_DETAILS.action(),
                "IAM is still gathering what was last used; try again later");
    }

    private GetServiceLastAccessedDetailsResponse page(String job, Optional<String> marker) {
        return session.call(
                AwsCall.GET_SERVICE_LAST_ACCESSED_DETAILS,
                () -> session.iam()
                        .getServiceLastAccessedDetails(
                                request -> request.jobId(job).marker(marker.orElse(null))));
    }

    private static LastAccessed.Service service(ServiceLastAccessed service) {
        return new LastAccessed.Service(
                service.serviceNamespace(),
                Optional.ofNullable(service.lastAuthenticated()),
                Optional.ofNullable(service.lastAuthenticatedRegion()),
                service.trackedActionsLastAccessed().stream()
                        .map(action -> new LastAccessed.Action(
                                service.serviceNamespace() + ":" + action.actionName(),
                                Optional.ofNullable(action.lastAccessedTime())))
                        .toList());
    }

    private static void sleep(Duration wait) {
        try {
            Thread.sleep(wait.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw AwsException.of(
                    AwsException.Kind.CANCELLED, AwsCall.GET_SERVICE_LAST_ACCESSED_DETAILS.action(), "cancelled");
        }
    }
}
