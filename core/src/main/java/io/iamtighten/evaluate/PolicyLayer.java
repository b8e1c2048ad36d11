package io.iamtighten.evaluate;

/** The kinds of policy that take part in a decision. */
public enum PolicyLayer {
    /** Resource control policies. */
    RCP("rcp", "resource control policy"),
    /** Service control policies. */
    SCP("scp", "service control policy"),
    /** The policy on the target. */
    RESOURCE("resource", "resource-based policy"),
    /** The caller's own policies. */
    IDENTITY("identity", "identity-based policy"),
    /** The caller's permissions boundary. */
    BOUNDARY("boundary", "permissions boundary"),
    /** The session's policies. */
    SESSION("session", "session policy"),
    /** The endpoint's policy. */
    VPC_ENDPOINT("vpcEndpoint", "VPC endpoint policy"),
    /** A rule of a service itself, such as {@code sts:GetCallerIdentity} being open to everybody. */
    SERVICE_RULE("service", "service rule");

    private final String text;
    private final String label;

    PolicyLayer(String text, String label) {
        this.text = text;
        this.label = label;
    }

    /** Returns the short name used in machine-readable output, such as {@code scp}. */
    public String text() {
        return text;
    }

    /** Returns AWS's name for people, such as {@code service control policy}. */
    public String label() {
        return label;
    }
}
