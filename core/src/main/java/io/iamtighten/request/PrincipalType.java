package io.iamtighten.request;

/** The kinds of caller that the evaluation tells apart. */
public enum PrincipalType {
    /** An IAM user. */
    IAM_USER("iamUser"),
    /** A session of a role; the ARN is the session's. */
    ASSUMED_ROLE("assumedRole"),
    /** A role whose session ARN is not known; the ARN is the role's. */
    IAM_ROLE("iamRole"),
    /** A session from {@code GetFederationToken}. */
    FEDERATED_USER("federatedUser"),
    /** The account's root user. */
    ROOT_USER("rootUser"),
    /** An AWS service; the ARN is the service's name. */
    AWS_SERVICE("awsService"),
    /** The caller of {@code AssumeRoleWithWebIdentity}, not yet a role. */
    WEB_IDENTITY("webIdentity"),
    /** The caller of {@code AssumeRoleWithSAML}, not yet a role. */
    SAML("saml"),
    /** An unsigned request. */
    ANONYMOUS("anonymous");

    private final String text;

    PrincipalType(String text) {
        this.text = text;
    }

    /** Returns the name used in test vectors, such as {@code assumedRole}. */
    public String text() {
        return text;
    }
}
