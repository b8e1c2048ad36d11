package io.iamtighten.usage;

import java.util.Comparator;
import java.util.Optional;

/** The order of facts in a summary: by action, resource, and what else tells two facts apart. */
final class FactOrder implements Comparator<UsageFact> {
    static final FactOrder INSTANCE = new FactOrder();

    private FactOrder() {}

    @Override
    public int compare(UsageFact one, UsageFact other) {
        int order = compareTexts(one.action(), other.action());
        if (order == 0) {
            order = compareTexts(one.resource(), other.resource());
        }
        if (order == 0) {
            order = one.outcome().compareTo(other.outcome());
        }
        if (order == 0) {
            order = one.relation().compareTo(other.relation());
        }
        if (order == 0) {
            order = one.confidence().compareTo(other.confidence());
        }
        if (order == 0) {
            order = Boolean.compare(one.complete(), other.complete());
        }
        if (order == 0) {
            order = Boolean.compare(one.folded(), other.folded());
        }
        if (order == 0) {
            order = one.instanceProfile()
                    .orElse("")
                    .compareTo(other.instanceProfile().orElse(""));
        }
        return order == 0 ? compareContexts(one.context(), other.context()) : order;
    }

    /** Equal names are the same object most of the time. */
    @SuppressWarnings("ReferenceEquality")
    private static int compareTexts(String one, String other) {
        return one == other ? 0 : one.compareTo(other);
    }

    private static int compareContexts(UseContext one, UseContext other) {
        int order = one.region().orElse("").compareTo(other.region().orElse(""));
        if (order == 0) {
            order = one.source()
                    .map(FactOrder::source)
                    .orElse("")
                    .compareTo(other.source().map(FactOrder::source).orElse(""));
        }
        if (order == 0) {
            order = one.viaService().orElse("").compareTo(other.viaService().orElse(""));
        }
        if (order == 0) {
            order = Character.compare(flag(one.secureTransport()), flag(other.secureTransport()));
        }
        if (order == 0) {
            order = Character.compare(flag(one.mfa()), flag(other.mfa()));
        }
        return order == 0 && !one.keys().equals(other.keys())
                ? one.keys().toString().compareTo(other.keys().toString())
                : order;
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
