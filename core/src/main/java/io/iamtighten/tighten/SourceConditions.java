package io.iamtighten.tighten;

import io.iamtighten.evaluate.PolicyStack;
import io.iamtighten.policy.Condition;
import io.iamtighten.policy.Effect;
import io.iamtighten.policy.NamedPolicy;
import io.iamtighten.policy.Statement;
import io.iamtighten.policy.StatementRef;
import io.iamtighten.usage.PrincipalUsage;
import io.iamtighten.usage.SourceNetwork;
import io.iamtighten.usage.UsageFact;
import io.iamtighten.values.IpRange;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Finds the conditions on the caller's address, and which of the addresses seen fall inside. */
final class SourceConditions {
    private final Set<String> publicAddresses = new TreeSet<>();
    private final Set<String> privateAddresses = new TreeSet<>();

    SourceConditions(Optional<PrincipalUsage> usage) {
        usage.map(PrincipalUsage::facts).orElse(List.of()).forEach(this::address);
    }

    private void address(UsageFact fact) {
        SourceNetwork source = fact.context().source().orElse(null);
        if (source instanceof SourceNetwork.Address address) {
            publicAddresses.add(address.ip());
        } else if (source instanceof SourceNetwork.VpcEndpoint endpoint) {
            endpoint.ip().ifPresent(privateAddresses::add);
        }
    }

    List<SourceCondition> in(PolicyStack stack) {
        List<NamedPolicy> policies = new ArrayList<>(stack.identity());
        stack.boundary().ifPresent(policies::add);
        stack.scps().forEach(level -> policies.addAll(level.policies()));
        List<SourceCondition> found = new ArrayList<>();
        for (NamedPolicy policy : policies) {
            List<Statement> statements = policy.document().statements();
            for (int i = 0; i < statements.size(); i++) {
                Statement statement = statements.get(i);
                for (Condition condition : statement.conditions()) {
                    String key = condition.key().toLowerCase(Locale.ROOT);
                    if (key.equals("aws:sourceip") || key.equals("aws:vpcsourceip")) {
                        StatementRef ref = new StatementRef(policy.name(), i, statement.sid());
                        found.add(describe(ref, statement, condition, key.equals("aws:sourceip")));
                    }
                }
            }
        }
        return found;
    }

    private SourceCondition describe(StatementRef ref, Statement statement, Condition condition, boolean fromInternet) {
        List<IpRange> ranges = condition.values().stream()
                .flatMap(value -> IpRange.parse(value).stream())
                .toList();
        List<String> inside = new ArrayList<>();
        List<String> outside = new ArrayList<>();
        for (String address : fromInternet ? publicAddresses : privateAddresses) {
            Optional<IpRange> parsed = IpRange.parse(address);
            boolean in = parsed.isPresent() && ranges.stream().anyMatch(range -> range.contains(parsed.get()));
            (in ? inside : outside).add(address);
        }
        return new SourceCondition(
                ref,
                statement.effect() == Effect.DENY,
                condition.operator().text(),
                condition.key(),
                condition.values(),
                inside,
                outside);
    }
}
