package io.iamtighten.tighten;

import java.util.Collection;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/**
 * What a proposal is to be like.
 *
 * @param unverifiable what becomes of actions whose use the records cannot show
 * @param resources how far to look beyond the resources seen
 * @param conditions the kinds of conditions to add from what was seen
 * @param networkRanges the most address ranges in a condition, 1 to {@value #MAX_NETWORK_RANGES}
 * @param form whether today's policies are edited or replaced
 */
public record TighteningOptions(
        Unverifiable unverifiable,
        ResourceStrategy resources,
        Set<ConditionKind> conditions,
        int networkRanges,
        PolicyForm form) {
    /** How many address ranges a condition has by default at most. */
    public static final int NETWORK_RANGES = 10;

    /** How many address ranges a condition may have at most. */
    public static final int MAX_NETWORK_RANGES = 100;

    /**
     * Copies the set, in order of the kinds.
     *
     * @throws IllegalArgumentException when the number of ranges is out of its bounds
     */
    public TighteningOptions {
        EnumSet<ConditionKind> kinds = EnumSet.noneOf(ConditionKind.class);
        kinds.addAll(conditions);
        conditions = Collections.unmodifiableSet(kinds);
        if (networkRanges < 1 || networkRanges > MAX_NETWORK_RANGES) {
            throw new IllegalArgumentException(
                    "1 to " + MAX_NETWORK_RANGES + " address ranges are possible, not " + networkRanges);
        }
    }

    /** Makes options for edited policies, without conditions from usage. */
    public TighteningOptions(Unverifiable unverifiable, ResourceStrategy resources) {
        this(unverifiable, resources, Set.of(), NETWORK_RANGES, PolicyForm.EDIT);
    }

    /** Returns the options that the command has by default. */
    public static TighteningOptions standard() {
        return new TighteningOptions(Unverifiable.USED, ResourceStrategy.BALANCED);
    }

    /** Returns these options with another treatment of unverifiable actions. */
    public TighteningOptions withUnverifiable(Unverifiable changed) {
        return new TighteningOptions(changed, resources, conditions, networkRanges, form);
    }

    /** Returns these options with another choice of resources. */
    public TighteningOptions withResources(ResourceStrategy changed) {
        return new TighteningOptions(unverifiable, changed, conditions, networkRanges, form);
    }

    /** Returns these options with other kinds of conditions. */
    public TighteningOptions withConditions(Collection<ConditionKind> changed) {
        return new TighteningOptions(unverifiable, resources, Set.copyOf(changed), networkRanges, form);
    }

    /** Returns these options with another number of address ranges. */
    public TighteningOptions withNetworkRanges(int changed) {
        return new TighteningOptions(unverifiable, resources, conditions, changed, form);
    }

    /** Returns these options with another form of the proposal. */
    public TighteningOptions withForm(PolicyForm changed) {
        return new TighteningOptions(unverifiable, resources, conditions, networkRanges, changed);
    }
}
