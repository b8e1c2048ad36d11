package io.iamtighten.testkit.reference;

import io.iamtighten.policy.PolicyVersion;
import io.iamtighten.request.ContextValues;
import io.iamtighten.request.RequestContext;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Turns the texts of a policy into regular expressions. */
final class Wildcards {
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{([^}]*)\\}");
    private static final Pattern WITH_DEFAULT = Pattern.compile("(?s)([^,]*),\\s*'(.*)'\\s*");

    private Wildcards() {}

    /** Whether {@code *} and {@code ?} are wildcards. */
    enum Stars {
        ACTIVE,
        LITERAL
    }

    /**
     * Returns the regular expression of a text, or empty when a variable has neither value nor default
     * (reference_policies_variables). Each character between the variables stands for itself, or is a wildcard.
     */
    static Optional<String> regex(String text, PolicyVersion version, Stars stars, RequestContext context) {
        StringBuilder regex = new StringBuilder();
        int from = 0;
        if (version == PolicyVersion.V2012_10_17) {
            Matcher variable = VARIABLE.matcher(text);
            while (variable.find(from)) {
                regex.append(plain(text.substring(from, variable.start()), stars));
                Optional<String> value = value(variable.group(1), context);
                if (value.isEmpty()) {
                    return Optional.empty();
                }
                regex.append(Pattern.quote(value.get()));
                from = variable.end();
            }
        }
        return Optional.of(regex.append(plain(text.substring(from), stars)).toString());
    }

    private static String plain(String text, Stars stars) {
        StringBuilder regex = new StringBuilder();
        for (char c : text.toCharArray()) {
            if (stars == Stars.ACTIVE && c == '*') {
                regex.append(".*");
            } else if (stars == Stars.ACTIVE && c == '?') {
                regex.append('.');
            } else {
                regex.append(Pattern.quote(String.valueOf(c)));
            }
        }
        return regex.toString();
    }

    private static Optional<String> value(String inside, RequestContext context) {
        if (inside.equals("*") || inside.equals("?") || inside.equals("$")) {
            return Optional.of(inside);
        }
        Matcher withDefault = WITH_DEFAULT.matcher(inside);
        boolean hasDefault = withDefault.matches();
        String key = hasDefault ? withDefault.group(1).strip() : inside;
        // Multivalued keys are no variables: reference_policies_condition-single-vs-multi-valued-context-keys.
        Optional<ContextValues> values = context.get(key).filter(v -> !v.multivalued());
        if (values.isPresent() && values.get().values().size() == 1) {
            return Optional.of(values.get().values().get(0));
        }
        return hasDefault ? Optional.of(withDefault.group(2)) : Optional.empty();
    }

    static boolean matches(String regex, String text) {
        return Pattern.compile(regex, Pattern.DOTALL).matcher(text).matches();
    }

    static boolean matchesIgnoringCase(String regex, String text) {
        return Pattern.compile(regex, Pattern.DOTALL | Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE)
                .matcher(text)
                .matches();
    }
}
