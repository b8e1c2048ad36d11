package io.iamtighten.tighten;

import io.iamtighten.arn.ArnPattern;
import io.iamtighten.policy.PolicyVersion;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Finds the resources on which an action stays in a statement: inside the statement's own patterns, in both readings. */
final class Narrowing {
    /** Beyond this many entries, entries inside others are not looked for: it costs the square. */
    private static final int MAX_COMPARED = 400;

    private final Generalization generalization;

    Narrowing(Generalization generalization) {
        this.generalization = generalization;
    }

    /** Returns the time in which use was watched. */
    ObservationWindow window() {
        return generalization.window();
    }

    /** Returns the entries of {@code Resource} for an action, or empty when the statement's own element stays for it. */
    Optional<List<String>> resources(OriginStatement statement, KeptAction kept, Compaction.Level level) {
        if (kept.whole() || kept.uses().isEmpty() || level.atLeast(Compaction.Level.OWN_RESOURCES)) {
            return Optional.empty();
        }
        return statement.allButResources() ? outside(statement, kept, level) : inside(statement, kept, level);
    }

    /** The statement allows all but some resources: what was used becomes a list, if it surely lies outside of them. */
    private Optional<List<String>> outside(OriginStatement statement, KeptAction kept, Compaction.Level level) {
        for (Use use : kept.uses()) {
            if (use.kind() != Use.ResourceKind.KNOWN
                    || statement.entries().stream()
                            .anyMatch(e -> ResourceEntry.intersectsInAny(e.widest(), use.pattern()))) {
                return Optional.empty();
            }
        }
        List<String> texts = new ArrayList<>();
        for (String pattern : generalization.of(kept.action(), kept.uses(), level)) {
            ArnPattern arn = ArnPattern.parse(pattern);
            boolean apart = statement.entries().stream().noneMatch(e -> ResourceEntry.intersectsInAny(e.widest(), arn));
            if (apart) {
                texts.add(spelt(pattern, statement.version()));
            } else {
                kept.uses().forEach(use -> texts.add(spelt(use.resource(), statement.version())));
            }
        }
        return Optional.of(minimal(texts, statement.version()));
    }

    private Optional<List<String>> inside(OriginStatement statement, KeptAction kept, Compaction.Level level) {
        Set<String> texts = new LinkedHashSet<>();
        for (ResourceEntry entry : statement.entries()) {
            List<Use> here = new ArrayList<>();
            boolean entryStays = false;
            for (Use use : kept.uses()) {
                if (entry.covers(use) == Truth.NO) {
                    continue;
                }
                boolean narrowable = entry.fixed().isPresent()
                        && use.kind() == Use.ResourceKind.KNOWN
                        && entry.covers(use) == Truth.YES;
                if (narrowable) {
                    here.add(use);
                } else {
                    entryStays = true;
                }
            }
            if (entryStays) {
                texts.add(entry.text());
            } else if (!here.isEmpty()) {
                within(entry, generalization.of(kept.action(), here, level), here, statement.version(), texts);
            }
        }
        List<String> result = minimal(new ArrayList<>(texts), statement.version());
        List<String> own = statement.entries().stream().map(ResourceEntry::text).toList();
        return result.equals(own) ? Optional.empty() : Optional.of(result);
    }

    private static void within(
            ResourceEntry entry, Set<String> patterns, List<Use> uses, PolicyVersion version, Set<String> texts) {
        ArnPattern own = entry.widest();
        for (String pattern : patterns) {
            ArnPattern arn = ArnPattern.parse(pattern);
            if (ResourceEntry.containsInAll(own, arn)) {
                texts.add(spelt(pattern, version));
            } else if (ResourceEntry.containsInAll(arn, own)) {
                texts.add(entry.text());
            } else {
                for (Use use : uses) {
                    if (ResourceEntry.containsInAll(arn, use.pattern())) {
                        texts.add(spelt(use.resource(), version));
                    }
                }
            }
        }
    }

    /** Returns an ARN or pattern as a document of a version writes it: a dollar and brace in it is no variable. */
    private static String spelt(String arn, PolicyVersion version) {
        return version.hasVariables() ? arn.replace("${", "${$}{") : arn;
    }

    /** Leaves out what lies inside another entry; in order of the texts. */
    private static List<String> minimal(List<String> texts, PolicyVersion version) {
        List<String> sorted = texts.stream().distinct().sorted().toList();
        if (sorted.size() > MAX_COMPARED) {
            return sorted;
        }
        List<ResourceEntry> entries =
                sorted.stream().map(text -> new ResourceEntry(text, version)).toList();
        List<String> result = new ArrayList<>();
        for (int i = 0; i < entries.size(); i++) {
            boolean covered = false;
            for (int j = 0; j < entries.size() && !covered; j++) {
                covered = i != j
                        && entries.get(j).fixed().isPresent()
                        && entries.get(i).fixed().isPresent()
                        && ResourceEntry.containsInAll(
                                entries.get(j).widest(), entries.get(i).widest())
                        && (j < i
                                || !ResourceEntry.containsInAll(
                                        entries.get(i).widest(), entries.get(j).widest()));
            }
            if (!covered) {
                result.add(sorted.get(i));
            }
        }
        return result;
    }
}
