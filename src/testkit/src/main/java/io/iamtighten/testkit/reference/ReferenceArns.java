package io.iamtighten.testkit.reference;

import io.iamtighten.policy.PolicyVersion;
import io.iamtighten.request.ContextValues;
import io.iamtighten.request.RequestContext;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** ARNs part by part. In a resolved text, what stands for itself although it looks like a wildcard is in a private-use code. */
final class ReferenceArns {
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{([^}]*)\\}");
    private static final Pattern WITH_DEFAULT = Pattern.compile("(?s)([^,]*),\\s*'(.*)'\\s*");
    private static final char STAR = '\ue000';
    private static final char QUESTION = '\ue001';

    private ReferenceArns() {}

    /** Replaces the variables of a text, all of which have a value. */
    static String resolve(String text, PolicyVersion version, RequestContext context) {
        if (version != PolicyVersion.V2012_10_17) {
            return text;
        }
        return VARIABLE.matcher(text).replaceAll(m -> Matcher.quoteReplacement(literal(m.group(1), context)));
    }

    private static String literal(String inside, RequestContext context) {
        String value = inside;
        if (!inside.equals("*") && !inside.equals("?") && !inside.equals("$")) {
            Matcher withDefault = WITH_DEFAULT.matcher(inside);
            boolean hasDefault = withDefault.matches();
            String key = hasDefault ? withDefault.group(1).strip() : inside;
            value = context.get(key)
                    .filter(v -> !v.multivalued() && v.values().size() == 1)
                    .map(ContextValues::values)
                    .map(v -> v.get(0))
                    .orElseGet(() -> withDefault.group(2));
        }
        return value.replace('*', STAR).replace('?', QUESTION);
    }

    /** Whether each part of a pattern accepts the part of the text; a wildcard cannot stand for the resource type. */
    static boolean partsMatch(String[] pattern, String[] text) {
        if (text.length < pattern.length) {
            return false;
        }
        for (int i = 0; i < pattern.length; i++) {
            if (!partMatches(pattern[i], text[i])) {
                return false;
            }
        }
        return pattern.length < 6 || !wildcardForType(pattern[5]);
    }

    /** {@code *:name}: "you can't use a wildcard in the portion of the ARN that specifies the resource type" (reference-arns). */
    private static boolean wildcardForType(String last) {
        int colon = last.indexOf(':');
        int slash = last.indexOf('/');
        if (colon < 0 || (slash >= 0 && slash < colon)) {
            return false;
        }
        String type = last.substring(0, colon);
        String rest = last.substring(colon + 1);
        return hasWildcard(type) && !hasWildcard(rest);
    }

    private static boolean hasWildcard(String text) {
        return text.indexOf('*') >= 0 || text.indexOf('?') >= 0;
    }

    static boolean partMatches(String pattern, String text) {
        StringBuilder regex = new StringBuilder();
        for (char c : pattern.toCharArray()) {
            switch (c) {
                case '*' -> regex.append(".*");
                case '?' -> regex.append('.');
                case STAR -> regex.append("\\*");
                case QUESTION -> regex.append("\\?");
                default -> regex.append(Pattern.quote(String.valueOf(c)));
            }
        }
        return Wildcards.matches(regex.toString(), text);
    }
}
