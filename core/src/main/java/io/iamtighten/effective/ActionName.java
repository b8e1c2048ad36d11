package io.iamtighten.effective;

/**
 * An action that is asked about.
 *
 * @param name such as {@code s3:GetObject}
 * @param id its number in the catalog, or -1 for an action that the catalog does not know
 */
record ActionName(String name, int id) {
    boolean mayBeNamedIn(IndexedDocument document) {
        return id < 0 || document.actions.get(id);
    }

    boolean isNamedIn(IndexedStatement statement) {
        return statement.namesAction(name, id);
    }
}
