package io.iamtighten.cli;

/** A role or user that the account does not have. */
final class UnknownPrincipalException extends InputException {
    private static final long serialVersionUID = 1;

    UnknownPrincipalException(String message) {
        super(message);
    }
}
