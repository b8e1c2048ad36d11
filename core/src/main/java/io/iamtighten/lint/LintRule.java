package io.iamtighten.lint;

import java.util.List;
import java.util.function.Function;

/** A user's own rule, to be added to a {@link Linter}. Thread-safe if its check is. */
public final class LintRule {
    private final RuleInfo info;
    private final Function<LintedPolicy, List<Finding>> check;

    private LintRule(RuleInfo info, Function<LintedPolicy, List<Finding>> check) {
        this.info = info;
        this.check = check;
    }

    /**
     * Returns a rule.
     *
     * @param info its description
     * @param check finds what is wrong with one policy; policies that could not be read are not given to it
     */
    public static LintRule of(RuleInfo info, Function<LintedPolicy, List<Finding>> check) {
        return new LintRule(info, check);
    }

    /** Returns the description. */
    public RuleInfo info() {
        return info;
    }

    List<Finding> check(LintedPolicy policy) {
        return check.apply(policy);
    }
}
