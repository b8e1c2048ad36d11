package io.iamtighten.usage;

import io.iamtighten.catalog.MappingConfidence;
import java.util.List;
import java.util.Map;

/**
 * One action that a recorded call used, and on what.
 *
 * @param action the action in the catalog's spelling
 * @param relation how it relates to the call
 * @param confidence how sure the action is
 * @param resources the resources it was checked on, as ARNs; {@code *} alone for an action without resource-level permissions. A
 *     part that the call leaves open, such as the identifier of a thing still to be created, is {@code *} as in AWS's own
 *     messages
 * @param complete whether {@code resources} is all that the action was checked on; if not, the record lacks something
 * @param context context keys of the check that the call tells, such as {@code iam:PassedToService}
 */
public record ActionUse(
        String action,
        UseRelation relation,
        MappingConfidence confidence,
        List<String> resources,
        boolean complete,
        Map<String, String> context) {
    /** Copies the collections. */
    public ActionUse {
        resources = List.copyOf(resources);
        context = Map.copyOf(context);
    }
}
