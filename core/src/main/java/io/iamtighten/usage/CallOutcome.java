package io.iamtighten.usage;

import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * How a recorded call ended, as far as its permission is concerned.
 *
 * @see <a href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html">Policy evaluation logic</a>
 */
public enum CallOutcome {
    /** Authorised and done, or a dry run that would have been. */
    SUCCEEDED,
    /** An error that comes behind authorisation: the permission was held, most likely. */
    FAILED_AUTHORISED,
    /**
     * What the call names does not exist: like other errors behind authorisation, but nothing was done. A part that something lacks,
     * such as a bucket's policy, is not meant.
     */
    NOT_FOUND,
    /** Refused for lack of permission: no use. */
    REFUSED,
    /** Throttled, malformed or limited: may have failed before authorisation. */
    FAILED_EARLY,
    /** Nothing is known, as for an internal failure. */
    UNKNOWN;

    /** Returns whether the call counts as a use of a granted action: everything but a refusal. */
    public boolean isUse() {
        return this != REFUSED;
    }

    // The codes below were seen in recorded events or stand in the "Common errors" pages of the services' API
    // references, such as
    // https://docs.aws.amazon.com/IAM/latest/APIReference/CommonErrors.html; compared in lower case, without `Client.`.
    private static final Set<String> REFUSALS = Set.of(
            "accessdenied",
            "accessdeniedexception",
            "accessdeniedfault",
            "unauthorizedoperation",
            "unauthorizedexception",
            "unauthorized",
            "unauthorizedaccess",
            "unauthorizedaccessexception",
            "authorizationerror",
            "authorizationerrorexception",
            "kms.accessdeniedexception",
            "vpceaccessdenied",
            "forbidden",
            "forbiddenexception");

    private static final Set<String> EARLY = Set.of(
            "slowdown",
            "requestexpired",
            "expiredtoken",
            "expiredtokenexception",
            "authfailure",
            "invalidclienttokenid",
            "cloudtrailinvalidclienttokenidexception",
            "invalidaccesskeyid",
            "unrecognizedclientexception",
            "signaturedoesnotmatch",
            "incompletesignature",
            "missingauthenticationtoken",
            "missingauthenticationtokenexception",
            "optinrequired",
            "serializationexception",
            "unknownparameter",
            "missingparameter",
            "invalidcharacter",
            "invalidaction",
            "invalidqueryparameter",
            "malformedquerystring",
            "malformedxml");

    private static final List<String> EARLY_PARTS = List.of(
            "throttl",
            "toomanyrequests",
            "limitexceeded",
            "quotaexceeded",
            "validation",
            "malformed",
            "invalidparameter");

    private static final List<String> UNKNOWN_PARTS = List.of(
            "internalfailure",
            "internalerror",
            "internalserver",
            "internalservice",
            "serviceunavailable",
            "serviceexception",
            "serverexception",
            "unavailable");

    private static final List<String> NOT_FOUND_PARTS = List.of("notfound", "nosuch", "doesnotexist", "nonexistent");

    /** What says that a part is missing of something that is there. */
    private static final List<String> ABSENT_PARTS = List.of("configuration", "nosuchtagset", "nosuchbucketpolicy");

    /** What CloudFormation says of a stack, with the code of a malformed request. */
    private static final String NOT_THERE = " does not exist";

    /**
     * Returns the class of an error; succeeded when there is no code.
     *
     * @param errorCode the record's {@code errorCode}, or empty
     * @param errorMessage the record's {@code errorMessage}, or empty
     */
    public static CallOutcome of(String errorCode, String errorMessage) {
        if (errorCode.isEmpty()) {
            return SUCCEEDED;
        }
        String code = errorCode.toLowerCase(Locale.ROOT);
        boolean server = code.startsWith("server.");
        code = code.startsWith("client.") ? code.substring("client.".length()) : code;
        if (code.equals("dryrunoperation")) {
            return SUCCEEDED;
        }
        if (REFUSALS.contains(code)
                || code.startsWith("notauthorized")
                || RefusalMessage.parse(errorMessage).isPresent()) {
            return REFUSED;
        }
        if (containsAny(code, NOT_FOUND_PARTS)) {
            return containsAny(code, ABSENT_PARTS) ? FAILED_AUTHORISED : NOT_FOUND;
        }
        if (EARLY.contains(code) || containsAny(code, EARLY_PARTS)) {
            return code.startsWith("validation") && errorMessage.endsWith(NOT_THERE) ? NOT_FOUND : FAILED_EARLY;
        }
        return server || containsAny(code, UNKNOWN_PARTS) ? UNKNOWN : FAILED_AUTHORISED;
    }

    private static boolean containsAny(String code, List<String> parts) {
        for (String part : parts) {
            if (code.contains(part)) {
                return true;
            }
        }
        return false;
    }
}
