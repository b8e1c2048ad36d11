package io.iamtighten.evaluate;

/** How closely a statement's principal element names a caller. In order of strength. */
enum PrincipalMatch {
    /** Not at all. */
    NONE,
    /** By the account: the account's own policies decide. */
    ACCOUNT,
    /** By the role of a session, or the user of a federated session: boundary and session policy still limit. */
    ROLE,
    /** By the caller itself or as anybody. */
    DIRECT
}
