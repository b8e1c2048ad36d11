package io.iamtighten.tighten;

/**
 * A kind of condition that can be added from what was seen.
 *
 * @see <a href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html">Global condition context keys</a>
 */
public enum ConditionKind {
    /** The regions of the principal's own calls, {@code aws:RequestedRegion}. */
    REGION("region"),
    /** Where they came from: {@code aws:SourceVpce}, or {@code aws:SourceIp} of calls that came by no VPC endpoint. */
    NETWORK("network"),
    /** Encrypted connections only, {@code aws:SecureTransport}. */
    TLS("tls"),
    /** Sessions with multi-factor authentication only, {@code aws:MultiFactorAuthPresent}. */
    MFA("mfa"),
    /** The services that roles were passed to, {@code iam:PassedToService}. */
    PASSED_TO_SERVICE("passed-to-service"),
    /** The services that used KMS keys for the principal, {@code kms:ViaService}. */
    VIA_SERVICE("via-service");

    private final String text;

    ConditionKind(String text) {
        this.text = text;
    }

    /** Returns the name on the command line and in machine-readable output, such as {@code passed-to-service}. */
    public String text() {
        return text;
    }
}
