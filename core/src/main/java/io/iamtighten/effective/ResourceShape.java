package io.iamtighten.effective;

import io.iamtighten.arn.ArnPattern;
import io.iamtighten.arn.WildcardReading;
import io.iamtighten.catalog.ActionResource;
import io.iamtighten.catalog.ArnTemplate;
import io.iamtighten.catalog.ServiceAction;
import io.iamtighten.catalog.ServiceCatalog;
import io.iamtighten.policy.PatternText;
import io.iamtighten.request.AccessRequest;
import java.util.ArrayList;
import java.util.List;

/** The resources on which an action acts. Equal for actions of the same resource types. */
final class ResourceShape {
    /** Anything: the catalog does not know the action. */
    static final ResourceShape ANYTHING = new ResourceShape(List.of(), true, false);

    private static final ResourceShape WILDCARD_ONLY = new ResourceShape(List.of(), true, true);

    final List<ArnTemplate> templates;
    /** By template: a pattern that accepts at least what the template does. */
    final List<ArnPattern> patterns;
    /** Whether a request may name no resource at all. */
    final boolean mayBeNone;

    final boolean wildcardOnly;

    private ResourceShape(List<ArnTemplate> templates, boolean mayBeNone, boolean wildcardOnly) {
        this.templates = templates;
        this.mayBeNone = mayBeNone;
        this.wildcardOnly = wildcardOnly;
        this.patterns = templates.stream()
                .map(template -> ArnPattern.parse(patternOf(template)))
                .toList();
    }

    static ResourceShape of(ServiceCatalog catalog, ServiceAction action) {
        if (!action.supportsResourceLevel()) {
            return WILDCARD_ONLY;
        }
        List<ArnTemplate> templates = new ArrayList<>();
        boolean required = false;
        boolean complete = true;
        for (ActionResource resource : action.resourceTypes()) {
            required |= resource.required();
            List<ArnTemplate> found = catalog.resourceType(action.prefix(), resource.type())
                    .map(io.iamtighten.catalog.ResourceType::arnTemplates)
                    .orElse(List.of());
            complete &= !found.isEmpty();
            templates.addAll(found);
        }
        // A resource type without a template could be anything.
        return complete ? new ResourceShape(List.copyOf(templates), !required, false) : ANYTHING;
    }

    /** Returns a pattern that accepts every ARN of a template: each variable stands for one or more characters. */
    static String patternOf(ArnTemplate template) {
        String text = template.text();
        StringBuilder pattern = new StringBuilder();
        int i = 0;
        while (i < text.length()) {
            int close = text.startsWith("${", i) ? text.indexOf('}', i) : -1;
            if (close > 0) {
                pattern.append("?*");
                i = close + 1;
            } else {
                pattern.append(text.charAt(i));
                i++;
            }
        }
        return pattern.toString();
    }

    boolean isAnything() {
        return templates.isEmpty() && !wildcardOnly;
    }

    /** Whether a resource is one on which the action acts. */
    boolean accepts(String resource) {
        if (isAnything()) {
            return true;
        }
        if (resource.equals("*")) {
            return mayBeNone;
        }
        for (ArnTemplate template : templates) {
            if (template.matches(resource)) {
                return true;
            }
        }
        return false;
    }

    /** Whether a statement may reach one of the resources; a no is certain. */
    boolean mayBeReached(IndexedStatement statement) {
        if (statement.everyResource || isAnything()) {
            return true;
        }
        if (wildcardOnly) {
            return statement.reaches("*") != Match.NO;
        }
        List<IndexedStatement.ResourceText> positive = statement.positiveResources();
        if (positive.isEmpty()) {
            return true;
        }
        for (IndexedStatement.ResourceText text : positive) {
            for (int i = 0; i < patterns.size(); i++) {
                ArnPattern pattern = patterns.get(i);
                if (endsInBucket(templates.get(i)) && text.widened().part(5).indexOf('/') >= 0) {
                    continue;
                }
                if (text.widened().intersects(pattern, WildcardReading.PART_BY_PART)
                        || (sameStart(text.widened(), pattern)
                                && text.widened().intersects(pattern, WildcardReading.WHOLE_TEXT))) {
                    return true;
                }
            }
        }
        return mayBeNone && statement.reaches("*") != Match.NO;
    }

    /**
     * Whether a pattern could reach one of the action's resources with a wildcard that runs on over a colon: it has a wildcard in
     * its first five parts, which hold no colon in an ARN, and the parts before that wildcard fit.
     */
    private static boolean sameStart(ArnPattern pattern, ArnPattern resources) {
        for (int part = 0; part < 5; part++) {
            ArnPattern theirs = ArnPattern.parse(resources.part(part));
            ArnPattern ours = ArnPattern.parse(pattern.part(part));
            if (part >= pattern.partCount() || !ours.isLiteral()) {
                return true;
            }
            if (!theirs.matches(pattern.part(part), WildcardReading.WHOLE_TEXT)) {
                return false;
            }
        }
        return false;
    }

    /** Whether the last part is a bucket's name, which holds no slash. */
    private static boolean endsInBucket(ArnTemplate template) {
        return template.text().endsWith(":${BucketName}");
    }

    /** Patterns of what {@link #patterns} accept and the templates do not. */
    List<String> neverMeant() {
        List<String> never = new ArrayList<>();
        for (int i = 0; i < templates.size(); i++) {
            if (endsInBucket(templates.get(i))) {
                never.add(patterns.get(i) + "/*");
            }
        }
        for (int i = 0; i < templates.size(); i++) {
            ArnPattern other = patterns.get(i);
            if (!endsInBucket(templates.get(i))) {
                never.removeIf(text -> ArnPattern.parse(text).intersects(other, WildcardReading.PART_BY_PART));
            }
        }
        return never;
    }

    AccessRequest.ResourceLevel level() {
        return wildcardOnly ? AccessRequest.ResourceLevel.WILDCARD_ONLY : AccessRequest.ResourceLevel.SUPPORTED;
    }

    /** Adds resources that a pattern accepts and on which the action acts; none may be found although there are some. */
    void samples(IndexedStatement.ResourceText text, String account, List<String> into) {
        if (wildcardOnly) {
            add("*", into);
            return;
        }
        ArnPattern pattern = text.widened();
        if (pattern.isLiteral()) {
            add(plain(text.text()), into);
            return;
        }
        if (isAnything()) {
            add(filled(text.text(), "x"), into);
            return;
        }
        for (ArnTemplate template : templates) {
            String sample = sample(template, account);
            if (pattern.matches(sample, WildcardReading.PART_BY_PART)) {
                add(sample, into);
            } else {
                merge(text.text(), sample, into);
            }
        }
        if (mayBeNone && pattern.isEverything()) {
            add("*", into);
        }
    }

    /** Adds resources on which the action acts. */
    void samples(String account, List<String> into) {
        for (ArnTemplate template : templates) {
            add(sample(template, account), into);
        }
        if (mayBeNone || wildcardOnly) {
            add("*", into);
        }
    }

    private void add(String resource, List<String> into) {
        if (accepts(resource) && !into.contains(resource)) {
            into.add(resource);
        }
    }

    /** Takes the first parts from the sample where the pattern leaves them open, and tries fillings of the last. */
    private void merge(PatternText text, String sample, List<String> into) {
        String[] theirs = sample.split(":", 6);
        int[] tokens = text.tokens();
        StringBuilder merged = new StringBuilder();
        int part = 0;
        int i = 0;
        while (part < 5 && i < tokens.length) {
            int start = i;
            boolean literal = true;
            while (i < tokens.length && tokens[i] != ':') {
                literal &= tokens[i] >= 0;
                i++;
            }
            merged.append(literal ? new String(tokens, start, i - start) : openPart(tokens, start, i, theirs[part]));
            merged.append(':');
            part++;
            i++;
        }
        if (part < 5) {
            // Open at the end: the rest is the sample's.
            for (int p = part; p < 6; p++) {
                merged.append(theirs[p]).append(p < 5 ? ":" : "");
            }
            add(merged.toString(), into);
            return;
        }
        for (String filler : List.of("x", "", "x/x", "x:x")) {
            add(merged + filled(tokens, i, tokens.length, filler), into);
        }
    }

    private static String openPart(int[] tokens, int from, int to, String theirs) {
        return to - from == 1 && tokens[from] == PatternText.ANY_RUN ? theirs : filled(tokens, from, to, "x");
    }

    private static String plain(PatternText text) {
        int[] tokens = text.tokens();
        return new String(tokens, 0, tokens.length);
    }

    private static String filled(PatternText text, String filler) {
        int[] tokens = text.tokens();
        return filled(tokens, 0, tokens.length, filler);
    }

    private static String filled(int[] tokens, int from, int to, String filler) {
        StringBuilder filled = new StringBuilder();
        for (int i = from; i < to; i++) {
            if (tokens[i] >= 0) {
                filled.append((char) tokens[i]);
            } else if (tokens[i] == PatternText.ANY_ONE) {
                filled.append('x');
            } else {
                filled.append(filler);
            }
        }
        return filled.toString();
    }

    private static String sample(ArnTemplate template, String account) {
        String text = template.text();
        StringBuilder sample = new StringBuilder();
        int i = 0;
        while (i < text.length()) {
            int close = text.startsWith("${", i) ? text.indexOf('}', i) : -1;
            if (close > 0) {
                sample.append(
                        switch (text.substring(i + 2, close)) {
                            case "Partition" -> "aws";
                            case "Region" -> "us-east-1";
                            case "Account" -> account.isEmpty() ? "111122223333" : account;
                            default -> "x";
                        });
                i = close + 1;
            } else {
                sample.append(text.charAt(i) == '*' ? 'x' : text.charAt(i));
                i++;
            }
        }
        return sample.toString();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ResourceShape that
                && that.wildcardOnly == wildcardOnly
                && that.mayBeNone == mayBeNone
                && that.patterns.equals(patterns);
    }

    @Override
    public int hashCode() {
        return patterns.hashCode() * 2 + (mayBeNone ? 1 : 0);
    }
}
