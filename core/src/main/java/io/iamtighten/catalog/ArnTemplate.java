package io.iamtighten.catalog;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * The form of a resource type's ARNs, such as {@code arn:${Partition}:s3:::${BucketName}/${ObjectName}}.
 *
 * <p>A variable stands for one or more characters; in the first five fields none of them is a colon. A bucket's name holds no
 * slash. Where several divisions fit, each variable takes as little as it can, but the last takes the rest.
 *
 * <table>
 * <caption>Examples</caption>
 * <tr><th>template</th><th>matches</th><th>does not match</th></tr>
 * <tr><td>{@code arn:${Partition}:s3:::${BucketName}}</td><td>{@code arn:aws:s3:::logs}</td><td>{@code arn:aws:s3:::logs/a}</td></tr>
 * <tr><td>{@code arn:${Partition}:iam::${Account}:role/${RoleNameWithPath}}</td><td>{@code arn:aws:iam::1:role/a/b}</td>
 * <td>{@code arn:aws:iam::1:user/a}</td></tr>
 * </table>
 */
public final class ArnTemplate {
    private static final int FIELDS_BEFORE_RESOURCE = 5;

    private final String text;
    private final List<Token> tokens;

    private ArnTemplate(String text, List<Token> tokens) {
        this.text = text;
        this.tokens = tokens;
    }

    /** A literal ({@code variable} is false; {@code *} stands for anything) or a variable. */
    private record Token(boolean variable, String text, boolean inResource) {
        boolean accepts(String value) {
            if (value.isEmpty()) {
                return text.isEmpty();
            }
            if (!inResource) {
                return value.indexOf(':') < 0;
            }
            return !text.equals("BucketName") || (value.indexOf('/') < 0 && value.indexOf(':') < 0);
        }
    }

    /** Returns the template that AWS's text means: {@code ${Name}} is a variable, {@code *} anything, the rest literal. */
    public static ArnTemplate parse(String text) {
        List<Token> tokens = new ArrayList<>();
        StringBuilder literal = new StringBuilder();
        int colons = 0;
        int at = 0;
        while (at < text.length()) {
            char c = text.charAt(at);
            int open = text.startsWith("${", at) ? 2 : c == '{' ? 1 : 0;
            int close = open == 0 ? -1 : text.indexOf('}', at);
            if (close > 0 || c == '*') {
                if (literal.length() > 0) {
                    tokens.add(new Token(false, literal.toString(), true));
                    literal.setLength(0);
                }
                String name = c == '*' ? "" : text.substring(at + open, close);
                tokens.add(new Token(true, name, colons >= FIELDS_BEFORE_RESOURCE));
                at = c == '*' ? at + 1 : close + 1;
            } else {
                colons += c == ':' ? 1 : 0;
                literal.append(c);
                at++;
            }
        }
        if (literal.length() > 0) {
            tokens.add(new Token(false, literal.toString(), true));
        }
        return new ArnTemplate(text, List.copyOf(tokens));
    }

    /** Returns AWS's text. */
    public String text() {
        return text;
    }

    /** Returns the names of the variables in order, {@code Partition}, {@code Region} and {@code Account} among them. */
    public List<String> variables() {
        return tokens.stream()
                .filter(t -> t.variable() && !t.text().isEmpty())
                .map(Token::text)
                .toList();
    }

    /** Returns the template with {@code *} for every variable: a pattern for {@code Resource} that covers every such ARN. */
    public String pattern() {
        return substitute(name -> "*");
    }

    /** Returns the ARN with these values, or empty when a variable has none. */
    public Optional<String> fill(Map<String, String> values) {
        for (Token token : tokens) {
            if (token.variable() && !token.text().isEmpty() && !values.containsKey(token.text())) {
                return Optional.empty();
            }
        }
        return Optional.of(fillKnown(values));
    }

    /** Returns the template with these values, and {@code *} for each variable that has none. */
    public String fillKnown(Map<String, String> values) {
        return substitute(name -> values.getOrDefault(name, "*"));
    }

    private String substitute(UnaryOperator<String> values) {
        StringBuilder out = new StringBuilder();
        for (Token token : tokens) {
            out.append(!token.variable() ? token.text() : token.text().isEmpty() ? "*" : values.apply(token.text()));
        }
        return out.toString();
    }

    /** Returns whether the ARN has this form. */
    public boolean matches(String arn) {
        return match(arn).isPresent();
    }

    /** Returns the variables' values if the ARN has this form. Cost grows with a low power of the ARN's length. */
    public Optional<Map<String, String>> match(String arn) {
        String[] values = new String[tokens.size()];
        if (!match(arn, 0, 0, values)) {
            return Optional.empty();
        }
        Map<String, String> result = new LinkedHashMap<>();
        for (int i = 0; i < values.length; i++) {
            Token token = tokens.get(i);
            if (token.variable() && !token.text().isEmpty()) {
                result.put(token.text(), values[i]);
            }
        }
        return Optional.of(result);
    }

    private boolean match(String arn, int at, int index, String[] values) {
        if (index == tokens.size()) {
            return at == arn.length();
        }
        Token token = tokens.get(index);
        if (!token.variable()) {
            return arn.startsWith(token.text(), at)
                    && match(arn, at + token.text().length(), index + 1, values);
        }
        boolean last = index == tokens.size() - 1;
        for (int end = last ? arn.length() : at; end <= arn.length(); end++) {
            String value = arn.substring(at, end);
            if (!token.inResource() && value.indexOf(':') >= 0) {
                return false;
            }
            values[index] = value;
            if (token.accepts(value) && match(arn, end, index + 1, values)) {
                return true;
            }
        }
        return false;
    }

    /**
     * Returns how well the template tells an ARN that it matches from others; higher is better. Slashes and colons inside a
     * variable's value count against it, literal characters for it.
     */
    int specificity(String arn) {
        String[] values = new String[tokens.size()];
        if (!match(arn, 0, 0, values)) {
            return Integer.MIN_VALUE;
        }
        int literal = 0;
        int separators = 0;
        for (int i = 0; i < values.length; i++) {
            Token token = tokens.get(i);
            if (!token.variable()) {
                literal += token.text().length();
            } else if (token.inResource()) {
                separators += (int)
                        values[i].chars().filter(c -> c == '/' || c == ':').count();
            }
        }
        return literal - 1000 * separators;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ArnTemplate that && that.text.equals(text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    @Override
    public String toString() {
        return text;
    }
}
