package io.iamtighten.catalog;

/**
 * Where a record has one part of the ARN of a resource that an action of the call is checked on.
 *
 * @param action the action
 * @param main whether the action is one of those that the plain call needs
 * @param resourceType the resource type in the catalog; empty when types are not told apart
 * @param variable the variable of the ARN template to fill, or {@value #WHOLE_ARN} when the value is the whole ARN
 * @param sdkTemplate how to compute the value from the API's parameters
 * @param requestPaths paths below {@code requestParameters}, alternatives joined by {@code |}; empty when only the template says
 * @param seenInEvent whether records of this event were seen to have the path
 */
public record ResourceRecipe(
        String action,
        boolean main,
        String resourceType,
        String variable,
        String sdkTemplate,
        String requestPaths,
        boolean seenInEvent) {
    /** The {@link #variable()} of a recipe whose value is a whole ARN. */
    public static final String WHOLE_ARN = "*ARN*";

    /** Returns whether the value is the whole ARN. */
    public boolean wholeArn() {
        return variable.equals(WHOLE_ARN);
    }
}
