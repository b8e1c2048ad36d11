package io.iamtighten.access;

/** Ends an attempt that can neither prove nor refute. Never leaves the package. */
final class Undecided extends Exception {
    private static final long serialVersionUID = 1L;

    Undecided(String reason) {
        super(reason, null, false, false);
    }

    String reason() {
        String message = getMessage();
        return message == null ? "" : message;
    }
}
