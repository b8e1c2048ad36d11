package io.iamtighten.lint;

import com.google.common.hash.Hashing;
import io.iamtighten.policy.Position;
import io.iamtighten.request.AccessRequest;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/**
 * Something that is wrong with a policy, or with what a principal's policies grant together.
 *
 * @param rule the rule's id
 * @param severity how bad it is
 * @param source the name of the policy or principal
 * @param file the file that the position is in, empty when there is none
 * @param pointer the JSON pointer below the policy document; empty for the document
 * @param position where in the source, if it has text
 * @param message what was found, one line, user's text in backquotes
 * @param fix what to do
 * @param witness a request that shows it and that the evaluator allows, for findings that say what is granted
 * @param notes further places that belong to it
 */
public record Finding(
        String rule,
        Severity severity,
        String source,
        Optional<String> file,
        String pointer,
        Optional<Position> position,
        String message,
        String fix,
        Optional<AccessRequest> witness,
        List<FindingNote> notes) {
    /** Copies the list. */
    public Finding {
        notes = List.copyOf(notes);
    }

    /** Returns a finding of a rule about a policy, for users' own rules. */
    public static Finding of(RuleInfo rule, LintedPolicy policy, String pointer, String message) {
        return new Finding(
                rule.id(),
                rule.severity(),
                policy.name(),
                policy.file(),
                pointer,
                policy.positions().at(pointer),
                message,
                rule.fix(),
                Optional.empty(),
                List.of());
    }

    /**
     * Returns what a finding is known by from one run to the next: rule, message, and the source, of a file its name alone: not the
     * line, nor the folder, which is given in another way on another machine. Two findings can share it.
     */
    public String fingerprint() {
        return Hashing.sha256()
                .hashString(rule + "\n" + withoutFolder(source) + "\n" + message, StandardCharsets.UTF_8)
                .toString()
                .substring(0, 32);
    }

    private static String withoutFolder(String source) {
        return source.startsWith("arn:")
                ? source
                : source.substring(Math.max(source.lastIndexOf('/'), source.lastIndexOf('\\')) + 1);
    }
}
