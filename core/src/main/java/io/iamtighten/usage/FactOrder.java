package io.iamtighten.usage;

import java.util.Comparator;
import java.util.Optional;

/** The order of facts in a summary: by action, resource, and what else tells two facts apart. */
final class FactOrder implements Comparator<UsageFact> {
    static final FactOrder INSTANCE = new FactOrder();

    private static final Comparator<UsageFact> ORDER = Comparator.comparing(UsageFact::action)
            .thenComparing(UsageFact::resource)
            .thenComparing(UsageFact::outcome)
            .thenComparing(UsageFact::relation)
            .thenComparing(UsageFact::confidence)
            .thenComparing(UsageFact::complete)
            .thenComparing(UsageFact::folded)
            .thenComparing(fact -> fact.instanceProfile().orElse(""))
            .thenComparing(fact -> context(fact.context()));

    private FactOrder() {}

    @Override
    public int compare(UsageFact one, UsageFact other) {
        return ORDER.compare(one, other);
    }

    private static String context(UseContext context) {
        return context.region().orElse("")
                + '\u0000'
                + context.source().map(FactOrder::source).orElse("")
                + '\u0000'
                + context.viaService().orElse("")
                + '\u0000'
                + flag(context.secureTransport())
                + flag(context.mfa())
                + context.keys();
    }

    private static String source(SourceNetwork source) {
        if (source instanceof SourceNetwork.Address address) {
            return "a" + address.ip();
        }
        if (source instanceof SourceNetwork.VpcEndpoint endpoint) {
            return "e" + endpoint.id() + ' ' + endpoint.ip().orElse("");
        }
        return "s" + ((SourceNetwork.Service) source).name();
    }

    private static char flag(Optional<Boolean> value) {
        return value.isEmpty() ? '-' : value.get() ? '1' : '0';
    }
}
