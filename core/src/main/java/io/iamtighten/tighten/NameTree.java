package io.iamtighten.tighten;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The names of resources seen, as a tree of tokens. Where new names kept appearing below a node while it was watched, they will go on
 * to appear: that level becomes a wildcard. Where the same few names were used again and again, they stay as they are.
 */
final class NameTree {
    /** More names than this below one node are not listed, where nothing asks for shorter lists. */
    static final int MAX_LISTED = 20;
    /** More patterns than this behind a wildcard become one more wildcard. */
    private static final int MAX_BEHIND_WILDCARD = 4;

    private static final int MIN_IDS = 2;
    private static final int MIN_WORDS = 4;

    private final Map<String, NameTree> children = new TreeMap<>();
    private final Map<String, NameTokens.Kind> kinds = new TreeMap<>();
    private final Set<LocalDate> days = new TreeSet<>();
    private Instant first = Instant.MAX;
    private boolean ends;

    /** Adds a name seen on some days. */
    void add(List<NameTokens.Token> tokens, Instant firstSeen, Collection<LocalDate> seenOn) {
        NameTree node = this;
        node.seen(firstSeen, seenOn);
        for (NameTokens.Token token : tokens) {
            node.kinds.put(token.text(), token.kind());
            node = node.children.computeIfAbsent(token.text(), t -> new NameTree());
            node.seen(firstSeen, seenOn);
        }
        node.ends = true;
    }

    private void seen(Instant at, Collection<LocalDate> on) {
        first = at.isBefore(first) ? at : first;
        days.addAll(on);
    }

    /**
     * Returns patterns, in order, of which each name added matches one.
     *
     * @param mostListed more names than this below one node become a pattern
     */
    List<String> patterns(ObservationWindow window, int mostListed) {
        List<String> result = new ArrayList<>();
        collect("", window, mostListed, result);
        return result;
    }

    private void collect(String prefix, ObservationWindow window, int mostListed, List<String> into) {
        if (ends) {
            into.add(prefix);
        }
        Map<NameTokens.Kind, List<String>> byKind = new EnumMap<>(NameTokens.Kind.class);
        kinds.forEach((text, kind) ->
                byKind.computeIfAbsent(group(kind), k -> new ArrayList<>()).add(text));
        byKind.forEach((kind, texts) -> {
            if (open(kind, texts, window, mostListed)) {
                wildcard(prefix, texts, window, mostListed, into);
            } else {
                texts.forEach(text -> child(text).collect(prefix + text, window, mostListed, into));
            }
        });
    }

    /** Numbers, dates and identifiers vary in the same way. */
    private static NameTokens.Kind group(NameTokens.Kind kind) {
        return switch (kind) {
            case WORD, SEPARATOR -> kind;
            case NUMBER, ID -> NameTokens.Kind.ID;
            case DATE -> NameTokens.Kind.DATE;
        };
    }

    private NameTree child(String text) {
        NameTree child = children.get(text);
        if (child == null) {
            throw new IllegalArgumentException("there is no child `" + text + "`");
        }
        return child;
    }

    private boolean open(NameTokens.Kind kind, List<String> texts, ObservationWindow window, int mostListed) {
        int recent = 0;
        boolean passing = true;
        for (String text : texts) {
            NameTree child = child(text);
            recent += window.share(child.first) >= 0.5 ? 1 : 0;
            passing &= child.days.size() <= 2;
        }
        int count = texts.size();
        return switch (kind) {
            case DATE -> true;
            case ID, NUMBER -> count >= MIN_IDS && (recent > 0 || passing) || count > mostListed;
            case WORD -> count >= MIN_WORDS && (recent >= 2 || (passing && days.size() > 2)) || count > mostListed;
            case SEPARATOR -> false;
        };
    }

    private void wildcard(
            String prefix, List<String> texts, ObservationWindow window, int mostListed, List<String> into) {
        NameTree merged = new NameTree();
        texts.forEach(text -> merged.merge(child(text)));
        List<String> behind = new ArrayList<>();
        merged.collect(prefix + "*", window, mostListed, behind);
        if (behind.size() > MAX_BEHIND_WILDCARD || behind.contains(prefix + "*")) {
            into.add(prefix + "*");
        } else {
            into.addAll(behind);
        }
    }

    private void merge(NameTree other) {
        ends |= other.ends;
        seen(other.first, other.days);
        kinds.putAll(other.kinds);
        other.children.forEach((text, child) ->
                children.computeIfAbsent(text, t -> new NameTree()).merge(child));
    }
}
