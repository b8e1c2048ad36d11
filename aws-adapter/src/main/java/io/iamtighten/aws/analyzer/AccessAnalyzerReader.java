package io.iamtighten.aws.analyzer;

import io.iamtighten.aws.client.AwsCall;
import io.iamtighten.aws.client.AwsException;
import io.iamtighten.aws.client.AwsSession;
import io.iamtighten.policy.PolicyDocument;
import io.iamtighten.policy.PolicyParse;
import io.iamtighten.policy.PolicyParser;
import io.iamtighten.policy.PolicyWriter;
import io.iamtighten.policy.Statement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import software.amazon.awssdk.services.accessanalyzer.model.Access;
import software.amazon.awssdk.services.accessanalyzer.model.AccessCheckPolicyType;
import software.amazon.awssdk.services.accessanalyzer.model.AnalyzerStatus;
import software.amazon.awssdk.services.accessanalyzer.model.AnalyzerSummary;
import software.amazon.awssdk.services.accessanalyzer.model.CheckAccessNotGrantedResponse;
import software.amazon.awssdk.services.accessanalyzer.model.CheckNoNewAccessResponse;
import software.amazon.awssdk.services.accessanalyzer.model.Criterion;
import software.amazon.awssdk.services.accessanalyzer.model.FindingDetails;
import software.amazon.awssdk.services.accessanalyzer.model.FindingSummaryV2;
import software.amazon.awssdk.services.accessanalyzer.model.FindingType;
import software.amazon.awssdk.services.accessanalyzer.model.GetGeneratedPolicyResponse;
import software.amazon.awssdk.services.accessanalyzer.model.JobStatus;
import software.amazon.awssdk.services.accessanalyzer.model.Location;
import software.amazon.awssdk.services.accessanalyzer.model.PathElement;
import software.amazon.awssdk.services.accessanalyzer.model.PolicyGeneration;
import software.amazon.awssdk.services.accessanalyzer.model.PolicyType;
import software.amazon.awssdk.services.accessanalyzer.model.ReasonSummary;
import software.amazon.awssdk.services.accessanalyzer.model.UnusedPermissionDetails;
import software.amazon.awssdk.services.accessanalyzer.model.ValidatePolicyFinding;

/**
 * Asks IAM Access Analyzer for its opinion. Makes reading calls only, but the custom policy checks are billed by the call. Failures are
 * {@link AwsException}s.
 *
 * @see <a href="https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-custom-policy-checks.html">Custom policy checks</a>
 */
public final class AccessAnalyzerReader {
    /** The most actions that one check takes. */
    private static final int ACTIONS_AT_ONCE = 100;

    private final AwsSession session;

    private AccessAnalyzerReader(AwsSession session) {
        this.session = session;
    }

    /** Returns a reader. */
    public static AccessAnalyzerReader of(AwsSession session) {
        return new AccessAnalyzerReader(session);
    }

    /** Returns what AWS finds wrong with an identity-based policy. */
    public List<PolicyFinding> validate(PolicyDocument policy) {
        String text = PolicyWriter.minified(policy);
        List<PolicyFinding> findings = new ArrayList<>();
        session.pages(
                AwsCall.VALIDATE_POLICY,
                token -> session.accessAnalyzer()
                        .validatePolicy(request -> request.policyDocument(text)
                                .policyType(PolicyType.IDENTITY_POLICY)
                                .nextToken(token.orElse(null))),
                answer -> Optional.ofNullable(answer.nextToken()),
                answer -> answer.findings().forEach(finding -> findings.add(finding(finding))));
        return findings;
    }

    private static PolicyFinding finding(ValidatePolicyFinding finding) {
        return new PolicyFinding(
                switch (finding.findingType()) {
                    case ERROR -> PolicyFinding.Kind.ERROR;
                    case SECURITY_WARNING -> PolicyFinding.Kind.SECURITY_WARNING;
                    case WARNING -> PolicyFinding.Kind.WARNING;
                    case SUGGESTION -> PolicyFinding.Kind.SUGGESTION;
                    case UNKNOWN_TO_SDK_VERSION -> PolicyFinding.Kind.OTHER;
                },
                text(finding.issueCode()),
                text(finding.findingDetails()),
                text(finding.learnMoreLink()),
                finding.locations().stream()
                        .map(AccessAnalyzerReader::pointer)
                        .distinct()
                        .toList());
    }

    private static String pointer(Location location) {
        StringBuilder pointer = new StringBuilder();
        for (PathElement element : location.path()) {
            if (element.index() != null) {
                pointer.append('/').append(element.index());
            } else if (element.key() != null) {
                pointer.append('/').append(element.key().replace("~", "~0").replace("/", "~1"));
            } else if (element.value() != null) {
                pointer.append('/').append(element.value().replace("~", "~0").replace("/", "~1"));
            }
        }
        return pointer.toString();
    }

    /** Returns whether AWS finds access in the new identity-based policies, taken together, that the old ones do not give. */
    public AccessCheck checkNoNewAccess(List<PolicyDocument> existing, List<PolicyDocument> changed) {
        String before = PolicyWriter.minified(together(existing));
        String after = PolicyWriter.minified(together(changed));
        CheckNoNewAccessResponse answer = session.call(
                AwsCall.CHECK_NO_NEW_ACCESS,
                () -> session.accessAnalyzer()
                        .checkNoNewAccess(request -> request.existingPolicyDocument(before)
                                .newPolicyDocument(after)
                                .policyType(AccessCheckPolicyType.IDENTITY_POLICY)));
        return new AccessCheck(result(answer.resultAsString()), text(answer.message()), reasons(answer.reasons()));
    }

    /** Returns whether AWS finds that the identity-based policies, taken together, grant none of the actions. */
    public AccessCheck checkAccessNotGranted(List<PolicyDocument> policies, Collection<String> actions) {
        String document = PolicyWriter.minified(together(policies));
        List<String> sorted = List.copyOf(new TreeSet<>(actions));
        AccessCheck all = new AccessCheck(AccessCheck.Result.PASS, "", List.of());
        for (int from = 0; from < sorted.size(); from += ACTIONS_AT_ONCE) {
            List<String> some = sorted.subList(from, Math.min(sorted.size(), from + ACTIONS_AT_ONCE));
            CheckAccessNotGrantedResponse answer = session.call(
                    AwsCall.CHECK_ACCESS_NOT_GRANTED,
                    () -> session.accessAnalyzer()
                            .checkAccessNotGranted(request -> request.policyDocument(document)
                                    .access(Access.builder().actions(some).build())
                                    .policyType(AccessCheckPolicyType.IDENTITY_POLICY)));
            AccessCheck one =
                    new AccessCheck(result(answer.resultAsString()), text(answer.message()), reasons(answer.reasons()));
            if (one.result() == AccessCheck.Result.FAIL
                    || one.result() == AccessCheck.Result.UNDECIDED && all.result() == AccessCheck.Result.PASS) {
                all = one;
            } else if (all.message().isEmpty()) {
                all = new AccessCheck(all.result(), one.message(), all.reasons());
            }
        }
        return all;
    }

    /** One document of all statements, without their Sids, which must be unique within a document. */
    private static PolicyDocument together(List<PolicyDocument> policies) {
        List<Statement> statements = new ArrayList<>();
        policies.forEach(policy ->
                policy.statements().forEach(statement -> statements.add(statement.withSid(Optional.empty()))));
        return PolicyDocument.of(statements);
    }

    private static AccessCheck.Result result(@org.jspecify.annotations.Nullable String result) {
        return "PASS".equals(result)
                ? AccessCheck.Result.PASS
                : "FAIL".equals(result) ? AccessCheck.Result.FAIL : AccessCheck.Result.UNDECIDED;
    }

    private static List<String> reasons(List<ReasonSummary> reasons) {
        return reasons.stream()
                .map(reason -> text(reason.description())
                        + (reason.statementIndex() == null ? "" : " (statement " + (reason.statementIndex() + 1) + ")"))
                .toList();
    }

    /** Returns the newest policy that Access Analyzer generated for a role or user before; none is asked for. */
    public Optional<GeneratedPolicy> generatedPolicy(String principalArn) {
        List<PolicyGeneration> jobs = new ArrayList<>();
        session.pages(
                AwsCall.LIST_POLICY_GENERATIONS,
                token -> session.accessAnalyzer()
                        .listPolicyGenerations(
                                request -> request.principalArn(principalArn).nextToken(token.orElse(null))),
                answer -> Optional.ofNullable(answer.nextToken()),
                answer -> jobs.addAll(answer.policyGenerations()));
        return jobs.stream()
                .filter(job -> job.status() == JobStatus.SUCCEEDED)
                .max(Comparator.comparing(PolicyGeneration::startedOn))
                .map(this::generated);
    }

    private GeneratedPolicy generated(PolicyGeneration job) {
        GetGeneratedPolicyResponse answer = session.call(
                AwsCall.GET_GENERATED_POLICY,
                () -> session.accessAnalyzer()
                        .getGeneratedPolicy(
                                request -> request.jobId(job.jobId()).includeResourcePlaceholders(false)));
        List<PolicyDocument> policies = answer.generatedPolicyResult().generatedPolicies().stream()
                .map(generated -> {
                    PolicyParse parse = PolicyParser.parse(generated.policy());
                    return parse.document()
                            .orElseThrow(() -> AwsException.of(
                                    AwsException.Kind.BAD_ANSWER,
                                    AwsCall.GET_GENERATED_POLICY.action(),
                                    "the generated policy cannot be read: "
                                            + parse.problems().get(0).render(Optional.empty())));
                })
                .toList();
        return new GeneratedPolicy(
                job.jobId(),
                Optional.ofNullable(job.completedOn()),
                Boolean.TRUE.equals(answer.generatedPolicyResult().properties().isComplete()),
                policies);
    }

    /** Returns what an analyzer of unused access found about a role or user, or empty when there is no such analyzer. */
    public Optional<UnusedAccess> unusedAccess(String principalArn) {
        List<AnalyzerSummary> analyzers = new ArrayList<>();
        session.pages(
                AwsCall.LIST_ANALYZERS,
                token -> session.accessAnalyzer().listAnalyzers(request -> request.nextToken(token.orElse(null))),
                answer -> Optional.ofNullable(answer.nextToken()),
                answer -> analyzers.addAll(answer.analyzers()));
        return analyzers.stream()
                .filter(analyzer -> analyzer.status() == AnalyzerStatus.ACTIVE
                        && text(analyzer.typeAsString()).endsWith("_UNUSED_ACCESS"))
                .min(Comparator.comparing(AnalyzerSummary::arn))
                .map(analyzer -> findings(analyzer.arn(), principalArn));
    }

    private UnusedAccess findings(String analyzer, String principalArn) {
        List<FindingSummaryV2> findings = new ArrayList<>();
        session.pages(
                AwsCall.LIST_FINDINGS,
                token -> session.accessAnalyzer()
                        .listFindingsV2(request -> request.analyzerArn(analyzer)
                                .filter(java.util.Map.of(
                                        "resource",
                                                Criterion.builder()
                                                        .eq(principalArn)
                                                        .build(),
                                        "status",
                                                Criterion.builder().eq("ACTIVE").build()))
                                .nextToken(token.orElse(null))),
                answer -> Optional.ofNullable(answer.nextToken()),
                answer -> findings.addAll(answer.findings()));
        boolean whole = findings.stream().anyMatch(finding -> finding.findingType() == FindingType.UNUSED_IAM_ROLE);
        TreeSet<String> services = new TreeSet<>();
        TreeSet<String> actions = new TreeSet<>();
        for (FindingSummaryV2 finding : findings) {
            if (finding.findingType() == FindingType.UNUSED_PERMISSION) {
                details(analyzer, finding.id()).forEach(details -> {
                    UnusedPermissionDetails unused = details.unusedPermissionDetails();
                    if (unused == null) {
                        return;
                    }
                    if (unused.actions().isEmpty()) {
                        services.add(unused.serviceNamespace());
                    }
                    unused.actions()
                            .forEach(action -> actions.add(
                                    action.action().contains(":")
                                            ? action.action()
                                            : unused.serviceNamespace() + ":" + action.action()));
                });
            }
        }
        return new UnusedAccess(analyzer, whole, services, actions);
    }

    private List<FindingDetails> details(String analyzer, String id) {
        List<FindingDetails> details = new ArrayList<>();
        session.pages(
                AwsCall.GET_FINDING,
                token -> session.accessAnalyzer()
                        .getFindingV2(
                                request -> request.analyzerArn(analyzer).id(id).nextToken(token.orElse(null))),
                answer -> Optional.ofNullable(answer.nextToken()),
                answer -> details.addAll(answer.findingDetails()));
        return details;
    }

    private static String text(@org.jspecify.annotations.Nullable String text) {
        return text == null ? "" : text.replace('\n', ' ');
    }
}
