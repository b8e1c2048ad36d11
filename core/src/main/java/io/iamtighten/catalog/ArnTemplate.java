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
    private final List<String> variables;
    private final List<String> resourceVariables;
    private final int literalLength;

    private ArnTemplate(String text, List<Token> tokens) {
        this.text = text;
        this.tokens = tokens;
        variables = tokens.stream()
                .filter(t -> t.variable() && !t.text().isEmpty())
                .map(Token::text)
                .toList();
        resourceVariables = variables.stream()
                .filter(v -> !v.equals("Partition") && !v.equals("Region") && !v.equals("Account"))
                .toList();
        literalLength = tokens.stream()
                .filter(t -> !t.variable())
                .mapToInt(t -> t.text().length())
                .sum();
    }

    /** A literal ({@code variable} is false) or a variable; a variable without a name is {@code *}, which stands for anything. */
    private record Token(boolean variable, String text, boolean inResource, boolean bucket) {
        static Token literal(String text) {
            return new Token(false, text, true, false);
        }

        static Token variable(String name, boolean inResource) {
            return new Token(true, name, inResource, name.equals("BucketName"));
        }

        /** Returns whether the value ends at the first character that it cannot hold. */
        boolean bounded() {
            return !inResource || bucket;
        }

        int least() {
            return text.isEmpty() ? 0 : 1;
        }

        /** Returns how far the value reaches at most. */
        int limit(String arn, int from) {
            int limit = arn.length();
            if (bounded()) {
                int colon = arn.indexOf(':', from);
                limit = colon < 0 ? limit : colon;
            }
            if (bucket) {
                int slash = arn.indexOf('/', from);
                limit = slash < 0 ? limit : Math.min(limit, slash);
            }
            return limit;
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
                    tokens.add(Token.literal(literal.toString()));
                    literal.setLength(0);
                }
                String name = c == '*' ? "" : text.substring(at + open, close);
                tokens.add(Token.variable(name, colons >= FIELDS_BEFORE_RESOURCE));
                at = c == '*' ? at + 1 : close + 1;
            } else {
                colons += c == ':' ? 1 : 0;
                literal.append(c);
                at++;
            }
        }
        if (literal.length() > 0) {
            tokens.add(Token.literal(literal.toString()));
        }
        return new ArnTemplate(text, List.copyOf(tokens));
    }

    /** Returns AWS's text. */
    public String text() {
        return text;
    }

    /** Returns the names of the variables in order, {@code Partition}, {@code Region} and {@code Account} among them. */
    public List<String> variables() {
        return variables;
    }

    /** Returns the names of the variables in order, without {@code Partition}, {@code Region} and {@code Account}. */
    public List<String> resourceVariables() {
        return resourceVariables;
    }

    /** Returns the template with {@code *} for every variable: a pattern for {@code Resource} that covers every such ARN. */
    public String pattern() {
        return substitute(name -> "*");
    }

    /** Returns the ARN with these values, or empty when a variable has none. */
    public Optional<String> fill(Map<String, String> values) {
        for (String variable : variables) {
            if (!values.containsKey(variable)) {
                return Optional.empty();
            }
        }
        return Optional.of(fillKnown(values));
    }

    /** Returns the template with these values, and {@code *} for each variable that has none. */
    public String fillKnown(Map<String, String> values) {
        return substitute(name -> values.getOrDefault(name, "*"));
    }

    /**
     * Returns the ARN with these values; a field whose value is empty text becomes {@code *}.
     *
     * @param resourceValues the values of {@link #resourceVariables()}, in their order
     * @throws IndexOutOfBoundsException when there are fewer values than variables
     */
    public String fill(String partition, String region, String account, List<String> resourceValues) {
        StringBuilder out = new StringBuilder(text.length() + 48);
        int next = 0;
        for (Token token : tokens) {
            if (!token.variable()) {
                out.append(token.text());
                continue;
            }
            String value = switch (token.text()) {
                case "" -> "*";
                case "Partition" -> partition;
                case "Region" -> region;
                case "Account" -> account;
                default -> resourceValues.get(next++);
            };
            out.append(value.isEmpty() ? "*" : value);
        }
        return out.toString();
    }

    private String substitute(UnaryOperator<String> values) {
        StringBuilder out = new StringBuilder(text.length() + 32);
        for (Token token : tokens) {
            if (!token.variable()) {
                out.append(token.text());
            } else {
                out.append(token.text().isEmpty() ? "*" : values.apply(token.text()));
            }
        }
        return out.toString();
    }

    /** Returns whether the ARN has this form. */
    public boolean matches(String arn) {
        return match(arn, new int[tokens.size()]);
    }

    /** Returns the variables' values if the ARN has this form. Cost is the ARN's length times the template's. */
    public Optional<Map<String, String>> match(String arn) {
        int[] ends = new int[tokens.size()];
        if (!match(arn, ends)) {
            return Optional.empty();
        }
        Map<String, String> result = new LinkedHashMap<>();
        for (int i = 0; i < ends.length; i++) {
            Token token = tokens.get(i);
            if (token.variable() && !token.text().isEmpty()) {
                result.put(token.text(), arn.substring(i == 0 ? 0 : ends[i - 1], ends[i]));
            }
        }
        return Optional.of(result);
    }

    /**
     * Fills {@code ends} with the place behind each token's part. As with globs, only the last variable that may hold anything is
     * ever moved, so the cost is at most the ARN's length times the template's.
     */
    private boolean match(String arn, int[] ends) {
        int length = arn.length();
        int at = 0;
        int index = 0;
        int movable = -1;
        while (index < ends.length || at < length) {
            boolean fits;
            if (index == ends.length) {
                fits = false;
            } else {
                Token token = tokens.get(index);
                int end;
                if (!token.variable()) {
                    fits = arn.startsWith(token.text(), at);
                    end = at + token.text().length();
                } else if (index == ends.length - 1 || token.bounded()) {
                    end = token.limit(arn, at);
                    fits = end - at >= token.least();
                } else {
                    movable = index;
                    end = at + token.least();
                    fits = end <= length;
                }
                ends[index] = end;
                at = fits ? end : at;
            }
            if (fits) {
                index++;
                continue;
            }
            if (movable < 0) {
                return false;
            }
            Token next = tokens.get(movable + 1);
            int moved = ends[movable] + 1;
            moved = next.variable() ? moved : arn.indexOf(next.text(), moved);
            if (moved < 0 || moved > length) {
                return false;
            }
            ends[movable] = moved;
            at = moved;
            index = movable + 1;
        }
        return true;
    }

    /**
     * Returns how well the template tells an ARN that it matches from others; higher is better, {@link Integer#MIN_VALUE} when it
     * does not match. Slashes and colons inside a variable's value count against it, literal characters for it.
     */
    public int specificity(String arn) {
        int[] ends = new int[tokens.size()];
        if (!match(arn, ends)) {
            return Integer.MIN_VALUE;
        }
        int separators = 0;
        for (int i = 1; i < ends.length; i++) {
            if (tokens.get(i).variable() && tokens.get(i).inResource()) {
                for (int at = ends[i - 1]; at < ends[i]; at++) {
                    char c = arn.charAt(at);
                    separators += c == '/' || c == ':' ? 1 : 0;
                }
            }
        }
        return literalLength - 1000 * separators;
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
