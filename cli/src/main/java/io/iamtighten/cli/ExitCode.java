package io.iamtighten.cli;

/** The exit codes, which are part of the command's contract. */
final class ExitCode {
    /** Fine. */
    static final int OK = 0;
    /** The answer is "no". */
    static final int NO = 1;
    /** Bad input or usage. */
    static final int BAD_INPUT = 2;
    /** Undecided: unknown or unproven. */
    static final int UNDECIDED = 3;
    /** AWS refused or could not be reached. */
    static final int AWS = 4;
    /** A fault of the command itself. */
    static final int FAULT = 70;

    private ExitCode() {}
}
