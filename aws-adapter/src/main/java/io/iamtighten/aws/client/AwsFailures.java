package io.iamtighten.aws.client;

import java.io.IOException;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.SdkException;

/** Says in one line what went wrong with a call, and what to do about it. */
final class AwsFailures {
    private static final Set<String> EXPIRED =
            Set.of("ExpiredToken", "ExpiredTokenException", "RequestExpired", "TokenRefreshRequired");
    private static final Set<String> BAD_CREDENTIALS = Set.of(
            "InvalidClientTokenId",
            "UnrecognizedClientException",
            "InvalidAccessKeyId",
            "SignatureDoesNotMatch",
            "InvalidSignatureException",
            "IncompleteSignature",
            "AuthFailure",
            "InvalidToken",
            "MissingAuthenticationToken",
            "MissingAuthenticationTokenException");
    private static final Set<String> DENIED = Set.of(
            "AccessDenied",
            "AccessDeniedException",
            "UnauthorizedOperation",
            "UnauthorizedException",
            "AuthorizationError",
            "NotAuthorized",
            "AllAccessDisabled");
    private static final Set<String> THROTTLED = Set.of(
            "Throttling",
            "ThrottlingException",
            "ThrottledException",
            "TooManyRequestsException",
            "RequestLimitExceeded",
            "SlowDown",
            "PriorRequestNotComplete");

    private static final Pattern SDK_DETAILS = Pattern.compile("\\s*\\((?:Service|SDK Attempt Count): [^()]*\\)");

    private AwsFailures() {}

    static AwsException of(AwsCall call, SdkException e) {
        if (e instanceof AwsServiceException service) {
            return of(call, service);
        }
        String text = text(e);
        if (e instanceof AbortedException || Thread.currentThread().isInterrupted()) {
            return new AwsException(AwsException.Kind.CANCELLED, call.action(), "cancelled", e);
        }
        String lower = text.toLowerCase(Locale.ROOT);
        if (lower.contains("sso") && lower.contains("expired") || lower.contains("token is expired")) {
            return expired(call, e);
        }
        if (lower.contains("unable to load credentials") || lower.contains("profile file contained no credentials")) {
            return new AwsException(
                    AwsException.Kind.NO_CREDENTIALS,
                    call.action(),
                    "no AWS credentials were found; sign in (`aws configure`, `aws sso login`), name a --profile, or work"
                            + " offline with --account and --trail",
                    e);
        }
        return new AwsException(
                AwsException.Kind.UNREACHABLE, call.action(), call.action() + " got no answer from AWS: " + text, e);
    }

    private static AwsException of(AwsCall call, AwsServiceException e) {
        AwsErrorDetails details = e.awsErrorDetails();
        String code = details == null || details.errorCode() == null ? "" : details.errorCode();
        String text = details == null || details.errorMessage() == null ? text(e) : oneLine(details.errorMessage());
        if (EXPIRED.contains(code)) {
            return expired(call, e);
        }
        if (BAD_CREDENTIALS.contains(code)) {
            return new AwsException(
                    AwsException.Kind.BAD_CREDENTIALS,
                    call.action(),
                    "AWS does not accept the credentials (" + code + "); check the keys, the profile and the clock",
                    e);
        }
        if (THROTTLED.contains(code) || e.isThrottlingException()) {
            return new AwsException(
                    AwsException.Kind.THROTTLED,
                    call.action(),
                    call.action() + " was throttled until patience ran out; try again later",
                    e);
        }
        if (DENIED.contains(code) || e.statusCode() == 403) {
            return new AwsException(
                    AwsException.Kind.DENIED,
                    call.action(),
                    "AWS refused " + call.action() + "; the caller needs that permission" + said(text),
                    e);
        }
        if (code.startsWith("NoSuch") || code.endsWith("NotFoundException") || e.statusCode() == 404) {
            return new AwsException(AwsException.Kind.NOT_FOUND, call.action(), call.action() + ": " + text, e);
        }
        if (e.statusCode() >= 500) {
            return new AwsException(
                    AwsException.Kind.UNREACHABLE,
                    call.action(),
                    call.action() + " failed at AWS's end (" + e.statusCode() + (code.isEmpty() ? "" : " " + code)
                            + "); try again later" + said(text),
                    e);
        }
        return new AwsException(
                AwsException.Kind.OTHER,
                call.action(),
                call.action() + " failed" + (code.isEmpty() ? "" : " with " + code) + said(text),
                e);
    }

    private static AwsException expired(AwsCall call, SdkException e) {
        return new AwsException(
                AwsException.Kind.EXPIRED,
                call.action(),
                "the AWS credentials have expired; renew them (with single sign-on: `aws sso login`) and start again",
                e);
    }

    private static String said(String text) {
        return text.isEmpty() ? "" : ": " + text;
    }

    private static String text(Throwable e) {
        Throwable cause = e;
        // The innermost cause of a connection problem is the one that says what it was.
        while (cause.getCause() instanceof IOException deeper && deeper != cause) {
            cause = deeper;
        }
        String own = oneLine(String.valueOf(e.getMessage()));
        return cause == e || cause.getMessage() == null ? own : oneLine(cause.getMessage());
    }

    /** In one line, without what the SDK appends for itself. */
    private static String oneLine(String text) {
        return SDK_DETAILS
                .matcher(text.replace('\n', ' ').replace('\r', ' '))
                .replaceAll("")
                .strip();
    }
}
