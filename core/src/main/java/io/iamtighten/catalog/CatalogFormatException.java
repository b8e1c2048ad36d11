package io.iamtighten.catalog;

/** Says that bytes given as a catalog, or a text given as a service reference, are not one. */
public final class CatalogFormatException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    CatalogFormatException(String message) {
        super(message);
    }

    static CatalogFormatException damaged() {
        return new CatalogFormatException(
                "the catalog is damaged or cut off; make it again with `iam-tighten catalog update`");
    }
}
