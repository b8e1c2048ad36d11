package io.iamtighten.usage;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * A parsed recipe of the catalog: how to compute a part of an ARN from a call's parameters.
 *
 * <p>{@code ${a.b[].c}} is a parameter, text around it is literal, and functions stand between double percent signs:
 * {@code %%iftemplatematch%X%%} keeps the values that the caller's test accepts, {@code %%many%X%Y%%} is all of them,
 * {@code %%iftruthy%X%A%B%%} is A when X has a value and else B, {@code %%regex%X%/re/g%%} is the first group of the first match,
 * {@code %%urlencode%X%%} is X encoded.
 */
final class RecipeTemplate {
    /** More values than this for one part are not believable as parameters of one call. */
    private static final int MAX_VALUES = 1_000;

    private final List<Node> nodes;

    private RecipeTemplate(List<Node> nodes) {
        this.nodes = nodes;
    }

    /** What the parameters of one call are. */
    record Call(Function<Parameter, List<String>> parameter, Predicate<String> templateMatch) {}

    private interface Node {
        List<String> values(Call call);
    }

    private record Literal(String text) implements Node {
        @Override
        public List<String> values(Call call) {
            return List.of(text);
        }
    }

    /** A parameter of the API, with the path that its name suggests. */
    record Parameter(String name, FieldPath path) implements Node {
        @Override
        public List<String> values(Call call) {
            return call.parameter().apply(this);
        }
    }

    private record OnlyMatching(RecipeTemplate of) implements Node {
        @Override
        public List<String> values(Call call) {
            return of.values(call).stream().filter(call.templateMatch()).toList();
        }
    }

    private record AllOf(List<RecipeTemplate> parts) implements Node {
        @Override
        public List<String> values(Call call) {
            Set<String> all = new LinkedHashSet<>();
            parts.forEach(part -> all.addAll(part.values(call)));
            return List.copyOf(all);
        }
    }

    private record WhenPresent(RecipeTemplate test, RecipeTemplate then, RecipeTemplate otherwise) implements Node {
        @Override
        public List<String> values(Call call) {
            return (test.values(call).isEmpty() ? otherwise : then).values(call);
        }
    }

    private record FirstGroup(RecipeTemplate of, Pattern pattern) implements Node {
        @Override
        public List<String> values(Call call) {
            List<String> result = new ArrayList<>();
            for (String value : of.values(call)) {
                Matcher matcher = pattern.matcher(value);
                if (value.length() <= PartRules.MAX_PART && matcher.find()) {
                    String group = matcher.groupCount() > 0 ? matcher.group(1) : matcher.group();
                    if (group != null && !group.isEmpty()) {
                        result.add(group);
                    }
                }
            }
            return result;
        }
    }

    private record Encoded(RecipeTemplate of) implements Node {
        @Override
        public List<String> values(Call call) {
            return of.values(call).stream()
                    .map(value -> URLEncoder.encode(value, StandardCharsets.UTF_8))
                    .toList();
        }
    }

    /** Returns the parsed template; text that follows no rule is literal. */
    static RecipeTemplate parse(String text) {
        List<Node> nodes = new ArrayList<>();
        StringBuilder literal = new StringBuilder();
        int at = 0;
        while (at < text.length()) {
            if (text.startsWith("${", at)) {
                flush(literal, nodes);
                int close = text.indexOf('}', at);
                int end = close < 0 ? text.length() : close;
                String name = text.substring(at + 2, end);
                nodes.add(new Parameter(name, FieldPath.parse(name)));
                at = Math.min(end + 1, text.length());
            } else if (text.startsWith("%%", at)) {
                flush(literal, nodes);
                List<String> parts = new ArrayList<>();
                at = splitFunction(text, at + 2, parts);
                nodes.add(function(parts));
            } else {
                literal.append(text.charAt(at++));
            }
        }
        flush(literal, nodes);
        return new RecipeTemplate(List.copyOf(nodes));
    }

    private static void flush(StringBuilder literal, List<Node> nodes) {
        if (literal.length() > 0) {
            nodes.add(new Literal(literal.toString()));
            literal.setLength(0);
        }
    }

    /** Splits {@code name%arg%arg%%} from {@code at} on; returns the place behind it. A part may be empty: three signs in a row. */
    private static int splitFunction(String text, int start, List<String> parts) {
        StringBuilder part = new StringBuilder();
        int at = start;
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c == '%') {
                parts.add(part.toString());
                part.setLength(0);
                boolean ends = parts.size() > 1 && text.startsWith("%%", at) && !text.startsWith("%%%", at);
                if (ends) {
                    return at + 2;
                }
                at++;
            } else if (c == '$' && text.startsWith("${", at)) {
                int close = text.indexOf('}', at);
                int end = close < 0 ? text.length() : close + 1;
                part.append(text, at, end);
                at = end;
            } else {
                part.append(c);
                at++;
            }
        }
        parts.add(part.toString().replaceFirst("\\$+$", ""));
        return at;
    }

    private static Node function(List<String> parts) {
        List<RecipeTemplate> arguments = parts.stream()
                .skip(1)
                .filter(part -> !part.startsWith("/"))
                .map(RecipeTemplate::parse)
                .toList();
        RecipeTemplate nothing = new RecipeTemplate(List.of(new AllOf(List.of())));
        RecipeTemplate first = arguments.isEmpty() || parts.get(1).isEmpty() ? nothing : arguments.get(0);
        return switch (parts.get(0)) {
            case "iftemplatematch" -> new OnlyMatching(first);
            case "many" -> new AllOf(arguments);
            case "iftruthy" ->
                arguments.size() == 1
                        ? new AllOf(arguments)
                        : new WhenPresent(
                                first,
                                arguments.get(1),
                                arguments.size() > 2 && !parts.get(3).isEmpty() ? arguments.get(2) : nothing);
            case "regex" -> new FirstGroup(first, pattern(parts.get(parts.size() - 1)));
            case "urlencode" -> new Encoded(first);
            default -> new AllOf(List.of());
        };
    }

    /** {@code /re/flags}; one recipe lacks the first slash. */
    private static Pattern pattern(String text) {
        int end = text.lastIndexOf('/');
        String body = text.substring(text.startsWith("/") ? 1 : 0, end <= 0 ? text.length() : end);
        try {
            return Pattern.compile(body);
        } catch (PatternSyntaxException e) {
            return Pattern.compile("(?!)");
        }
    }

    /** Returns whether the template is {@code *}: nothing in the call tells the part. */
    boolean isAnything() {
        return nodes.size() == 1
                && nodes.get(0) instanceof Literal literal
                && literal.text().equals("*");
    }

    /** Returns every value for one call; empty when a parameter it needs is absent. */
    List<String> values(Call call) {
        if (nodes.size() == 1) {
            return nodes.get(0).values(call);
        }
        List<String> result = List.of("");
        for (Node node : nodes) {
            List<String> values = node.values(call);
            List<String> next = new ArrayList<>();
            for (String head : result) {
                for (String value : values) {
                    if (next.size() >= MAX_VALUES) {
                        break;
                    }
                    next.add(head + value);
                }
            }
            result = next;
        }
        return nodes.isEmpty() ? List.of() : result;
    }
}
