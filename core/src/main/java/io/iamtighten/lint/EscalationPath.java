package io.iamtighten.lint;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * A way to more permissions than a principal's policies name.
 *
 * @param id its id in the collection that it comes from
 * @param kind what it uses
 * @param services the services that a role is passed to; empty when none is passed
 * @param permissions the actions that are all needed
 */
record EscalationPath(String id, Kind kind, List<String> services, List<String> permissions) {
    private static final String RESOURCE = "/io/iamtighten/lint/escalation-paths.txt";
    private static final List<EscalationPath> ALL = read();

    /** What a path uses, each with its rule. */
    enum Kind {
        /** The principal's own permissions are changed. */
        SELF_ESCALATION("escalation-self", "change its own permissions"),
        /** Another principal is taken over. */
        PRINCIPAL_ACCESS("escalation-principal-access", "take over another user or role"),
        /** A role is passed to something new. */
        NEW_PASSROLE("escalation-new-passrole", "run something with a role that it passes"),
        /** Something that has a role is made to do the caller's bidding. */
        EXISTING_PASSROLE("escalation-existing-passrole", "use the role of something that exists"),
        /** Credentials are found where they lie. */
        CREDENTIAL_ACCESS("escalation-existing-passrole", "use credentials that lie in something that exists");

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

    EscalationPath {
        services = List.copyOf(services);
        permissions = List.copyOf(permissions);
    }

    static List<EscalationPath> all() {
        return ALL;
    }

    /** One path a line: id, kind, services or a dash, permissions; two slashes start a comment. */
    private static List<EscalationPath> read() {
        List<EscalationPath> paths = new ArrayList<>();
        try (InputStream in = EscalationPath.class.getResourceAsStream(RESOURCE)) {
            String text = new String(Objects.requireNonNull(in, RESOURCE).readAllBytes(), StandardCharsets.UTF_8);
            for (String line : text.split("\n", -1)) {
                if (line.isEmpty() || line.startsWith("//")) {
                    continue;
                }
                String[] cells = line.split("\t", -1);
                paths.add(new EscalationPath(
                        cells[0],
                        Kind.valueOf(cells[1].toUpperCase(java.util.Locale.ROOT).replace('-', '_')),
                        cells[2].equals("-") ? List.of() : List.of(cells[2].split(",", -1)),
                        List.of(cells[3].split(" ", -1))));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return List.copyOf(paths);
    }
}
