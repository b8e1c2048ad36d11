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
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The resources on which an action acts. Equal for actions of the same resource types. */
final class ResourceShape {
    /** Anything: the catalog does not know the action. */
    static final ResourceShape ANYTHING = new ResourceShape(List.of(), true, false);

    /** What made-up resources have in place of wildcards and variables. */
    static final String FILLER = "example";

    private static final List<String> FILLERS = List.of(FILLER, "", "example/example", "example:example");

    private static final ResourceShape WILDCARD_ONLY = new ResourceShape(List.of(), true, true);

    final List<ArnTemplate> templates;
    /** By template: a pattern that accepts at least what the template does. */
    final List<ArnPattern> patterns;
    /** By template: whether its last part is a bucket's name, which holds no slash. */
    private final boolean[] endsInBucket;
    /** By template: a resource, for the account that was asked about last. */
    private volatile @Nullable Made made;
    /** By template: fillings of a wildcard that complete an ARN of the template. */
    private final List<List<String>> tails;
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
        this.tails = templates.stream().map(ResourceShape::tails).toList();
        this.endsInBucket = new boolean[templates.size()];
        for (int i = 0; i < endsInBucket.length; i++) {
            endsInBucket[i] = templates.get(i).text().endsWith(":${BucketName}");
        }
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
        // The plainest first, such as a bucket's objects before those of access points: made-up resources are of that
        // one.
        templates.sort(Comparator.comparingInt(template -> template.variables().size()));
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
                if (endsInBucket[i] && text.widened().part(5).indexOf('/') >= 0) {
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

    /**
     * Resources made up for an account.
     *
     * @param resources by template
     */
    private record Made(String account, List<String> resources) {}

    /** Returns by template a resource of an account. */
    private List<String> made(String account) {
        Made known = made;
        if (known == null || !known.account().equals(account)) {
            List<String> resources = new ArrayList<>();
            templates.forEach(template -> resources.add(sample(template.text(), account)));
            known = new Made(account, List.copyOf(resources));
            made = known;
        }
        return known.resources();
    }

    /** Patterns of what {@link #patterns} accept and the templates do not. */
    List<String> neverMeant() {
        List<String> never = new ArrayList<>();
        for (int i = 0; i < templates.size(); i++) {
            if (endsInBucket[i]) {
                never.add(patterns.get(i) + "/*");
            }
        }
        for (int i = 0; i < templates.size(); i++) {
            ArnPattern other = patterns.get(i);
            if (!endsInBucket[i]) {
                never.removeIf(text -> ArnPattern.parse(text).intersects(other, WildcardReading.PART_BY_PART));
            }
        }
        return never;
    }

    AccessRequest.ResourceLevel level() {
        return wildcardOnly ? AccessRequest.ResourceLevel.WILDCARD_ONLY : AccessRequest.ResourceLevel.SUPPORTED;
    }

    /** In how many steps {@link #samples(int, IndexedStatement.ResourceText, String, List)} makes up resources. */
    int steps() {
        return templates.size() + 1;
    }

    /**
     * Adds resources that a pattern accepts and on which the action acts; none may be found although there are some.
     *
     * @param step which template they are made from; the last step is for what needs none
     */
    void samples(int step, IndexedStatement.ResourceText text, String account, List<String> into) {
        ArnPattern pattern = text.widened();
        if (wildcardOnly || pattern.isLiteral() || isAnything()) {
            if (step == 0) {
                add(wildcardOnly ? "*" : pattern.isLiteral() ? plain(text.text()) : filled(text.text(), FILLER), into);
            }
            return;
        }
        if (step < templates.size()) {
            String sample = made(account).get(step);
            if (pattern.matches(sample, WildcardReading.PART_BY_PART)) {
                add(sample, into);
            } else {
                merge(text.text(), sample, tails.get(step), into);
            }
        } else if (mayBeNone && pattern.isEverything()) {
            add("*", into);
        }
    }

    /** Adds resources on which the action acts. */
    void samples(String account, List<String> into) {
        for (String resource : made(account)) {
            add(resource, into);
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
    private void merge(PatternText text, String sample, List<String> tails, List<String> into) {
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
        for (String filler : FILLERS) {
            add(merged + filled(tokens, i, tokens.length, filler), into);
        }
        for (String tail : tails) {
            add(merged + filled(tokens, i, tokens.length, tail), into);
            add(merged + filled(tokens, i, tokens.length, FILLER + tail), into);
        }
    }

    /** What follows the variables of a template's last part, such as {@code :log-stream:x}: fillings of a last wildcard. */
    private static List<String> tails(ArnTemplate template) {
        String text = template.text();
        List<String> tails = new ArrayList<>();
        int colons = 0;
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) == ':') {
                colons++;
            } else if (text.charAt(i) == '}' && colons >= 5 && i + 1 < text.length()) {
                tails.add(sample(text.substring(i + 1), ""));
            }
        }
        return List.copyOf(tails);
    }

    private static String openPart(int[] tokens, int from, int to, String theirs) {
        return to - from == 1 && tokens[from] == PatternText.ANY_RUN ? theirs : filled(tokens, from, to, FILLER);
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

    private static String sample(String text, String account) {
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
                            default -> FILLER;
                        });
                i = close + 1;
            } else {
                sample.append(text.charAt(i) == '*' ? FILLER : String.valueOf(text.charAt(i)));
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
