package io.iamtighten.access;

import io.iamtighten.condition.Denotation;
import io.iamtighten.policy.Condition;
import io.iamtighten.policy.OperatorUse;
import io.iamtighten.policy.PolicyVersion;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;

/** One condition as a constraint on one key. Equal when operator, key, values and the reading of variables are. */
final class KeyCondition {
    final String key;
    final OperatorUse use;
    final List<String> values;
    /** The version by which the values are read; the older one for all values without variables. */
    final PolicyVersion version;

    final Condition condition;
    final Denotation denotation;
    private final int hash;

    private KeyCondition(Condition condition, PolicyVersion version) {
        this.condition = condition;
        this.key = condition.key().toLowerCase(Locale.ROOT);
        this.use = condition.operator();
        this.values = new ArrayList<>(new TreeSet<>(condition.values()));
        boolean variables = false;
        for (String value : values) {
            variables |= value.contains("${");
        }
        this.version = variables ? version : PolicyVersion.V2008_10_17;
        this.denotation = Denotation.of(new Condition(use, condition.key(), values), this.version);
        this.hash = (key.hashCode() * 31 + use.hashCode()) * 31 + values.hashCode();
    }

    static KeyCondition of(Condition condition, PolicyVersion version) {
        return new KeyCondition(condition, version);
    }

    boolean hasVariables() {
        return version.hasVariables() && !denotation.variables().isEmpty();
    }

    /** The condition as people write it, such as {@code StringEquals aws:username "bob"}. */
    String text() {
        StringBuilder text = new StringBuilder();
        text.append(use.text()).append(' ').append(condition.key()).append(' ');
        for (int i = 0; i < condition.values().size(); i++) {
            text.append(i == 0 ? "" : ", ")
                    .append('"')
                    .append(condition.values().get(i))
                    .append('"');
        }
        return text.toString();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof KeyCondition that
                && that.hash == hash
                && that.key.equals(key)
                && that.use.equals(use)
                && that.values.equals(values)
                && that.version == version;
    }

    @Override
    public int hashCode() {
        return hash;
    }
}
