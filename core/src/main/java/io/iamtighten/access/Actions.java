package io.iamtighten.access;

import io.iamtighten.glob.TextPattern;
import io.iamtighten.policy.ActionElement;
import io.iamtighten.policy.ActionPattern;
import io.iamtighten.policy.Polarity;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The actions that a constraint accepts: patterns in lower case, or all but these. Equal when the patterns are. */
final class Actions {
    final boolean allBut;
    /** By the text in lower case: the author's spelling. In document order. */
    final Map<String, String> spelling;
    /** Whether every action is accepted: {@code *} is among the patterns. */
    final boolean everything;

    private final int hash;

    private Actions(boolean allBut, Map<String, String> spelling) {
        this.allBut = allBut;
        this.spelling = spelling;
        this.everything = spelling.containsKey("*") || spelling.containsKey("*:*");
        this.hash = spelling.keySet().hashCode() + (allBut ? 1 : 0);
    }

    static Actions of(ActionElement element, Semantics semantics) {
        Map<String, String> spelling = new LinkedHashMap<>();
        for (ActionPattern pattern : element.patterns()) {
            // The evaluator's rule: a prefix names a service, and a wildcard in it names none.
            if (semantics.document() || pattern.isEverything() || !pattern.hasWildcardInService()) {
                spelling.putIfAbsent(pattern.text().toLowerCase(Locale.ROOT), pattern.text());
            }
        }
        return new Actions(element.polarity() == Polarity.ALL_BUT, spelling);
    }

    static Actions only(List<String> patterns) {
        Map<String, String> spelling = new LinkedHashMap<>();
        patterns.forEach(p -> spelling.putIfAbsent(p.toLowerCase(Locale.ROOT), p));
        return new Actions(false, spelling);
    }

    static Actions allBut(Map<String, String> spelling) {
        return new Actions(true, spelling);
    }

    /** Returns these actions with other patterns. */
    Actions withPatterns(Map<String, String> changed) {
        return new Actions(allBut, changed);
    }

    /** Returns the pattern of a text in lower case. */
    static TextPattern pattern(String lowerCase) {
        return TextPattern.glob(lowerCase);
    }

    /** Returns whether every action is accepted. */
    boolean isUniversal() {
        return !allBut && everything;
    }

    /** Returns the service that a pattern in lower case names, or an empty text when it can name several. */
    static String service(String lowerCase) {
        int colon = lowerCase.indexOf(':');
        if (colon < 0) {
            return "";
        }
        for (int i = 0; i < colon; i++) {
            char c = lowerCase.charAt(i);
            if (c == '*' || c == '?') {
                return "";
            }
        }
        return lowerCase.substring(0, colon);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Actions that
                && that.hash == hash
                && that.allBut == allBut
                && that.spelling.keySet().equals(spelling.keySet());
    }

    @Override
    public int hashCode() {
        return hash;
    }
}
