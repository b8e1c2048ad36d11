package io.iamtighten.tighten;

/**
 * What a proposal is to be like.
 *
 * @param unverifiable what becomes of actions whose use the records cannot show
 * @param resources how far to look beyond the resources seen
 */
public record TighteningOptions(Unverifiable unverifiable, ResourceStrategy resources) {
    /** Returns the options that the command has by default. */
    public static TighteningOptions standard() {
        return new TighteningOptions(Unverifiable.USED, ResourceStrategy.BALANCED);
    }

    /** Returns these options with another treatment of unverifiable actions. */
    public TighteningOptions withUnverifiable(Unverifiable changed) {
        return new TighteningOptions(changed, resources);
    }

    /** Returns these options with another choice of resources. */
    public TighteningOptions withResources(ResourceStrategy changed) {
        return new TighteningOptions(unverifiable, changed);
    }
}
