package io.iamtighten.effective;

import io.iamtighten.account.PrincipalView;
import java.util.List;

/**
 * What a principal may do, over the catalog's actions. Actions that nothing grants are in no group.
 *
 * @param principal the principal with its policies
 * @param resourceControls the names of the resource control policies on the resources of the principal's account, whose denies count
 * @param always actions that need no permission and that no policy can refuse
 * @param groups the actions that some Allow statement names, those together to which the same statements apply; each action is
 *     in one group
 * @param gaps what is not known and could change the answer, one line each
 */
public record EffectiveAccess(
        PrincipalView principal,
        List<String> resourceControls,
        List<String> always,
        List<ActionAccess> groups,
        List<String> gaps) {
    /** Copies the lists. */
    public EffectiveAccess {
        resourceControls = List.copyOf(resourceControls);
        always = List.copyOf(always);
        groups = List.copyOf(groups);
        gaps = List.copyOf(gaps);
    }

    /** Returns how many actions get so far. */
    public int count(Reach reach) {
        int count = 0;
        for (ActionAccess group : groups) {
            count += group.reach() == reach ? group.actions().size() : 0;
        }
        return count;
    }
}
