package io.iamtighten.lint;

import io.iamtighten.catalog.AccessLevel;
import io.iamtighten.catalog.ServiceCatalog;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.BitSet;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/** The actions that carry something out or open something up, by kind. Thread-safe after construction. */
final class SensitiveActions {
    private static final String RESOURCE = "/io/iamtighten/lint/exposure-actions.txt";

    /** The kinds, each with its rule. */
    enum Kind {
        /** They return credentials. */
        CREDENTIALS("credentials-exposure", "get credentials"),
        /** They return data, or make copies of it for others. */
        DATA("data-exfiltration", "carry data out"),
        /** They decide who may do what. */
        PERMISSIONS("resource-exposure", "change who has access"),
        /** They change what they are used on. */
        CHANGES("infrastructure-change", "change or delete");

        private final String rule;
        private final String what;

        Kind(String rule, String what) {
            this.rule = rule;
            this.what = what;
        }

        String rule() {
            return rule;
        }

        /** Returns what the principal can do, to go on from "can". */
        String what() {
            return what;
        }
    }

    private final Map<Kind, BitSet> actions = new EnumMap<>(Kind.class);

    SensitiveActions(ActionFacts facts) {
        for (Kind kind : Kind.values()) {
            actions.put(kind, new BitSet());
        }
        BitSet writing = facts.ofLevel(facts.all(), AccessLevel.WRITE);
        BitSet managing = facts.ofLevel(facts.all(), AccessLevel.PERMISSIONS_MANAGEMENT);
        of(Kind.PERMISSIONS).or(managing);
        BitSet changing = facts.ofLevel(facts.all(), AccessLevel.TAGGING);
        changing.or(writing);
        changing.or(managing);
        of(Kind.CHANGES).or(facts.withResourceLevel(changing));
        read(facts.catalog(), writing);
    }

    /** Returns the actions of a kind; the caller does not change it. */
    BitSet of(Kind kind) {
        return Objects.requireNonNull(actions.get(kind), kind::name);
    }

    private void read(ServiceCatalog catalog, BitSet writing) {
        try (InputStream in = SensitiveActions.class.getResourceAsStream(RESOURCE)) {
            String text = new String(Objects.requireNonNull(in, RESOURCE).readAllBytes(), StandardCharsets.UTF_8);
            for (String line : text.split("\n", -1)) {
                if (line.isEmpty() || line.startsWith("//")) {
                    continue;
                }
                String[] cells = line.split("\t", -1);
                BitSet named = catalog.expand(cells[1]);
                if (cells[1].contains("*")) {
                    named.and(writing);
                }
                if (named.isEmpty()) {
                    // A catalog that was brought up to date may have lost it.
                    continue;
                }
                of(Kind.valueOf(cells[0].toUpperCase(Locale.ROOT))).or(named);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
