package io.iamtighten.access;

import io.iamtighten.policy.PatternText;
import io.iamtighten.policy.Polarity;
import io.iamtighten.policy.PolicyVersion;
import io.iamtighten.policy.ResourceElement;
import io.iamtighten.policy.ResourcePattern;
import java.util.LinkedHashMap;
import java.util.Map;

/** The resources that a constraint accepts: patterns, or all but these. Equal when the patterns are. */
final class Resources {
    final boolean allBut;
    /** By text, with the version where it matters. In document order. */
    final Map<Entry, PatternText> patterns;

    final boolean everything;
    private final int hash;

    /**
     * A pattern.
     *
     * @param text as written
     * @param variables whether {@code ${...}} in it is read as a variable or an escape
     * @param wholeText whether the pattern is read over the whole text in every reading: a rule of a service, not of a policy
     */
    record Entry(String text, boolean variables, boolean wholeText) {}

    private Resources(boolean allBut, Map<Entry, PatternText> patterns) {
        this.allBut = allBut;
        this.patterns = patterns;
        boolean all = false;
        for (Entry entry : patterns.keySet()) {
            all |= entry.text().equals("*");
        }
        this.everything = all;
        this.hash = patterns.keySet().hashCode() + (allBut ? 1 : 0);
    }

    static Resources of(ResourceElement element, PolicyVersion version) {
        Map<Entry, PatternText> patterns = new LinkedHashMap<>();
        for (ResourcePattern pattern : element.patterns()) {
            boolean variables = version.hasVariables() && pattern.hasVariable();
            patterns.computeIfAbsent(
                    new Entry(pattern.text(), variables, false),
                    e -> PatternText.parse(pattern.text(), version, PatternText.Wildcards.ACTIVE));
        }
        return new Resources(element.polarity() == Polarity.ALL_BUT, patterns);
    }

    /** Returns the resources that one of these patterns accepts over the whole text. */
    static Resources wholeText(boolean allBut, String... texts) {
        Map<Entry, PatternText> patterns = new LinkedHashMap<>();
        for (String text : texts) {
            patterns.put(
                    new Entry(text, false, true),
                    PatternText.parse(text, PolicyVersion.V2008_10_17, PatternText.Wildcards.ACTIVE));
        }
        return new Resources(allBut, patterns);
    }

    /** Returns one resource. */
    static Resources literal(String text) {
        Map<Entry, PatternText> patterns = new LinkedHashMap<>();
        patterns.put(
                new Entry("=" + text, false, true),
                PatternText.parse(text, PolicyVersion.V2008_10_17, PatternText.Wildcards.LITERAL));
        return new Resources(false, patterns);
    }

    /** Returns these resources with other patterns. */
    Resources withPatterns(Map<Entry, PatternText> changed) {
        return new Resources(allBut, changed);
    }

    /** Returns the resources that the patterns accept, also where this constraint leaves them out. */
    Resources only() {
        return new Resources(false, patterns);
    }

    boolean isUniversal() {
        return !allBut && everything;
    }

    boolean hasVariables() {
        for (Map.Entry<Entry, PatternText> entry : patterns.entrySet()) {
            if (entry.getKey().variables() && entry.getValue().hasVariables()) {
                return true;
            }
        }
        return false;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Resources that
                && that.hash == hash
                && that.allBut == allBut
                && that.patterns.keySet().equals(patterns.keySet());
    }

    @Override
    public int hashCode() {
        return hash;
    }
}
