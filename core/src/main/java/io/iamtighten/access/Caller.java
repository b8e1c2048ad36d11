package io.iamtighten.access;

import io.iamtighten.arn.Arn;
import io.iamtighten.policy.Polarity;
import io.iamtighten.policy.PrincipalElement;
import io.iamtighten.policy.PrincipalEntry;
import io.iamtighten.policy.PrincipalKind;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A principal as a document alone can tell it apart.
 *
 * @param kind under which key a document names it; empty for an anonymous caller
 * @param value its ARN, service name, provider or id
 */
record Caller(Optional<PrincipalKind> kind, String value) {
    static final Caller ANONYMOUS = new Caller(Optional.empty(), "");

    private static Caller of(PrincipalKind kind, String value) {
        return new Caller(Optional.of(kind), value);
    }

    /** Returns {@code AWS|arn...}, or {@code Anonymous}. */
    String text() {
        return kind.map(k -> k.text() + "|" + value).orElse("Anonymous");
    }

    /** Returns the caller whose {@link #text()} this is. */
    static Caller ofText(String text) {
        for (PrincipalKind kind : PrincipalKind.values()) {
            if (text.startsWith(kind.text() + "|")) {
                return of(kind, text.substring(kind.text().length() + 1));
            }
        }
        return ANONYMOUS;
    }

    /** Whether an element names the caller: everyone, an account's root or id for all of the account, or exactly. */
    boolean isIn(PrincipalElement element) {
        boolean named = element.anyone();
        for (PrincipalEntry entry : element.entries()) {
            named |= isNamed(entry);
        }
        return named == (element.polarity() == Polarity.ONLY);
    }

    private boolean isNamed(PrincipalEntry entry) {
        if (entry.kind() == PrincipalKind.AWS && entry.value().equals("*")) {
            return true;
        }
        if (!kind.equals(Optional.of(entry.kind()))) {
            return false;
        }
        if (entry.value().equals(value) || entry.value().equals("*")) {
            return true;
        }
        return entry.kind() == PrincipalKind.AWS
                && account(entry.value()).isPresent()
                && account(entry.value()).equals(Arn.parse(value).map(Arn::account));
    }

    /** The account that an entry names as a whole. */
    private static Optional<String> account(String value) {
        if (value.length() == 12 && value.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return Optional.of(value);
        }
        return Arn.parse(value)
                .filter(a -> a.service().equals("iam") && a.resource().equals("root"))
                .map(Arn::account);
    }

    /** One caller for each way in which these elements can tell callers apart. */
    static Dimension<Caller> dimension(List<PrincipalElement> elements) {
        Set<Caller> callers = new LinkedHashSet<>();
        for (PrincipalElement element : elements) {
            for (PrincipalEntry entry : element.entries()) {
                if (entry.kind() == PrincipalKind.AWS) {
                    account(entry.value())
                            .ifPresent(a -> callers.add(of(PrincipalKind.AWS, "arn:aws:iam::" + a + ":role/Any")));
                    if (Arn.parse(entry.value()).isPresent()) {
                        callers.add(of(PrincipalKind.AWS, entry.value()));
                    }
                } else if (!entry.value().equals("*")) {
                    callers.add(of(entry.kind(), entry.value()));
                }
            }
        }
        callers.add(of(PrincipalKind.AWS, "arn:aws:iam::" + unnamedAccount(elements) + ":role/Any"));
        callers.add(of(PrincipalKind.SERVICE, unnamed(elements, "any.amazonaws.com")));
        callers.add(of(PrincipalKind.FEDERATED, unnamed(elements, "any.example.com")));
        callers.add(of(PrincipalKind.CANONICAL_USER, unnamed(elements, "any")));
        callers.add(ANONYMOUS);
        List<ValueClass<Caller>> classes = new ArrayList<>();
        for (Caller caller : callers) {
            long[] truth = Bits.none(elements.size());
            for (int e = 0; e < elements.size(); e++) {
                if (caller.isIn(elements.get(e))) {
                    Bits.set(truth, e);
                }
            }
            classes.add(new ValueClass<>(truth, caller, true));
        }
        return Dimension.of(elements.size(), classes);
    }

    private static String unnamedAccount(List<PrincipalElement> elements) {
        long account = 111_122_223_333L;
        while (names(elements, String.valueOf(account))) {
            account++;
        }
        return String.valueOf(account);
    }

    private static String unnamed(List<PrincipalElement> elements, String text) {
        String candidate = text;
        while (names(elements, candidate)) {
            candidate = "x" + candidate;
        }
        return candidate;
    }

    private static boolean names(List<PrincipalElement> elements, String text) {
        for (PrincipalElement element : elements) {
            for (PrincipalEntry entry : element.entries()) {
                if (entry.value().contains(text)) {
                    return true;
                }
            }
        }
        return false;
    }
}
