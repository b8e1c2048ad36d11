package io.iamtighten.cli.render;

/** Whether proposed policies are shown. */
public enum Documents {
    /** They are. */
    SHOWN,
    /** They are not, because it is not proven that they allow nothing new. */
    WITHHELD
}
