package io.iamtighten.lint;

import io.iamtighten.policy.Condition;
import io.iamtighten.policy.Polarity;
import io.iamtighten.policy.PrincipalElement;
import io.iamtighten.policy.PrincipalEntry;
import io.iamtighten.policy.PrincipalKind;
import io.iamtighten.policy.SourceMap;
import io.iamtighten.policy.Statement;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Whether principals are written as AWS reads them.
 *
 * @see <a href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html">Principal element</a>
 */
final class PrincipalChecks {
    static final String[] SOURCE_KEYS = {"aws:SourceArn", "aws:SourceAccount", "aws:SourceOrgID", "aws:SourceOrgPaths"};
    /** Keys that say who called, in requests of users and roles alone. */
    private static final Set<String> NOT_FOR_SERVICES = Set.of(
            "aws:principalorgid", "aws:principalorgpaths", "aws:principaltype", "aws:username", "aws:sourceidentity");

    private static final List<String> DNS_SUFFIXES = List.of(
            ".amazonaws.com",
            ".amazonaws.com.cn",
            ".amazon.com",
            ".amazonaws.eu",
            ".aws.internal",
            ".c2s.ic.gov",
            ".sc2s.sgov.gov");

    private PrincipalChecks() {}

    static void check(PolicyView view, Reporter out) {
        for (StatementView statement : view.statements()) {
            statement.statement().principal().ifPresent(principal -> {
                element(view, statement, principal, out);
                entries(view, statement, principal, out);
                services(statement, principal, out);
            });
        }
    }

    private static void element(PolicyView view, StatementView at, PrincipalElement principal, Reporter out) {
        String pointer = at.principalPointer();
        boolean text = view.positions()
                .kindAt(pointer)
                .filter(k -> k == SourceMap.ValueKind.STRING)
                .isPresent();
        if (text && !principal.anyone()) {
            out.at(
                    "invalid-principal-format",
                    pointer,
                    "`" + principal.entries().get(0).value() + "` stands without its kind; write {\"AWS\": ...}");
        }
        if (principal.polarity() == Polarity.ALL_BUT) {
            if (at.allows()) {
                out.atKey(
                        "allow-with-not-principal",
                        pointer,
                        at.name() + " allows everybody but those it names, callers without credentials included");
            } else if (view.type() != PolicyType.TRUST) {
                out.atKey(
                        "not-principal-deny",
                        pointer,
                        at.name()
                                + " denies everybody but those it names; a session of a named role is denied unless account and"
                                + " session are named too");
            }
        }
    }

    /** Returns where an entry stands: below its kind, by its number there. */
    static String entryPointer(StatementView at, PrincipalElement principal, int index) {
        PrincipalEntry entry = principal.entries().get(index);
        int within = 0;
        for (int i = 0; i < index; i++) {
            within += principal.entries().get(i).kind() == entry.kind() ? 1 : 0;
        }
        return at.principalPointer() + "/" + entry.kind().text() + "/" + within;
    }

    private static void entries(PolicyView view, StatementView at, PrincipalElement principal, Reporter out) {
        for (int i = 0; i < principal.entries().size(); i++) {
            PrincipalEntry entry = principal.entries().get(i);
            String pointer = entryPointer(at, principal, i);
            boolean wildcard = entry.value().indexOf('*') >= 0 || entry.value().indexOf('?') >= 0;
            if (wildcard && !(entry.value().equals("*") && entry.kind() != PrincipalKind.SERVICE)) {
                out.at(
                        "unsupported-wildcard-in-principal",
                        pointer,
                        "`" + entry.value() + "` has a wildcard in it; a principal is `*` or a whole name");
                continue;
            }
            switch (entry.kind()) {
                case AWS -> aws(entry.value(), pointer, out);
                case SERVICE -> service(entry.value(), pointer, out);
                case FEDERATED -> {
                    if (view.type() != PolicyType.TRUST) {
                        out.at(
                                "federated-principal-not-supported",
                                pointer,
                                "`" + entry.value() + "` is an identity provider; only trust policies name them");
                    }
                }
                case CANONICAL_USER -> {}
            }
        }
    }

    private static void aws(String value, String pointer, Reporter out) {
        if (value.startsWith("AROA")) {
            out.at(
                    "invalid-role-reference",
                    pointer,
                    "`" + value + "` is the id of a role, which AWS puts in place of the ARN of one that was deleted");
        } else if (value.startsWith("AIDA")) {
            out.at(
                    "invalid-user-reference",
                    pointer,
                    "`" + value + "` is the id of a user, which AWS puts in place of the ARN of one that was deleted");
        } else if (!value.equals("*")
                && !value.startsWith("arn:")
                && !(value.length() == 12 && value.chars().allMatch(c -> c >= '0' && c <= '9'))
                && !value.contains("${")) {
            out.at(
                    "invalid-principal-value",
                    pointer,
                    "`" + value + "` is neither an ARN nor an account of twelve digits");
        }
    }

    private static void service(String value, String pointer, Reporter out) {
        boolean known = DNS_SUFFIXES.stream().anyMatch(s -> value.endsWith(s) && value.length() > s.length());
        if (!known || !value.equals(value.toLowerCase(Locale.ROOT))) {
            out.at(
                    "invalid-service-principal-format",
                    pointer,
                    "`" + value + "` is not the name of a service, such as `ec2.amazonaws.com`");
        }
    }

    private static void services(StatementView at, PrincipalElement principal, Reporter out) {
        boolean service = false;
        boolean others = principal.anyone();
        for (PrincipalEntry entry : principal.entries()) {
            service |= entry.kind() == PrincipalKind.SERVICE;
            others |= entry.kind() != PrincipalKind.SERVICE;
        }
        if (!service || !at.allows() || principal.polarity() == Polarity.ALL_BUT) {
            return;
        }
        Statement statement = at.statement();
        String first = principal.entries().stream()
                .filter(e -> e.kind() == PrincipalKind.SERVICE)
                .findFirst()
                .orElseThrow()
                .value();
        if (!others) {
            for (Condition condition : statement.conditions()) {
                if (NOT_FOR_SERVICES.contains(condition.key().toLowerCase(Locale.ROOT))
                        && Conditions.limits(condition)) {
                    out.atKey(
                            "unsupported-condition-key-for-service-principal",
                            GrammarChecks.conditionPointer(at, condition),
                            "calls of `" + first + "` never carry `" + condition.key() + "`, so " + at.name()
                                    + " has no effect");
                }
            }
        }
    }
}
