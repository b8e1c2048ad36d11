package io.iamtighten.tighten;

import io.iamtighten.catalog.ActionResource;
import io.iamtighten.catalog.ServiceAction;
import io.iamtighten.catalog.ServiceCatalog;
import io.iamtighten.policy.Condition;
import io.iamtighten.policy.ConditionOperator;
import io.iamtighten.usage.UsageFact;
import io.iamtighten.usage.UseContext;
import io.iamtighten.values.IpRange;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.IntPredicate;

/**
 * Finds conditions that every recorded use of an action fulfils.
 *
 * <p>Where a principal works and from where is the same for all that it does: regions are those of all its own calls, and networks
 * those of all its own calls to a service. Whether it uses TLS and MFA, and the services that it hands roles to, are asked of each action alone. An
 * action gets no condition on the caller's own circumstances if a service made one of its calls, if a record leaves that
 * open, or if its use does not show in full.
 */
final class ConditionMiner {
    private static final String REGION = "aws:RequestedRegion";
    private static final String ENDPOINT = "aws:SourceVpce";
    private static final String ADDRESS = "aws:SourceIp";
    private static final String TLS = "aws:SecureTransport";
    private static final String MFA = "aws:MultiFactorAuthPresent";
    private static final String PASSED_TO = "iam:PassedToService";
    private static final String PASS_ROLE = "iam:PassRole";

    private final ServiceCatalog catalog;
    private final Set<ConditionKind> kinds;
    private final IntPredicate shown;
    private final int networkRanges;
    private final Set<String> regions = new TreeSet<>();
    private final Map<String, Set<String>> endpoints = new TreeMap<>();
    private final Set<IpRange> addresses = new TreeSet<>();
    private final Optional<List<IpRange>> cover;
    private final Map<At, List<Part>> done = new HashMap<>();
    private final Map<ConditionKind, Map<String, Set<String>>> leftOut = new TreeMap<>();

    private record At(int statement, int action) {}

    /**
     * What stays of an action in a statement under some more conditions.
     *
     * @param kept the uses concerned
     * @param conditions the conditions added
     */
    record Part(KeptAction kept, List<Condition> conditions) {
        /** Copies the list. */
        Part {
            conditions = List.copyOf(conditions);
        }
    }

    /** A condition, or why there is none. */
    private record Found(Optional<Condition> condition, String reason) {
        static Found of(Condition condition) {
            return new Found(Optional.of(condition), "");
        }

        static Found none(String reason) {
            return new Found(Optional.empty(), reason);
        }
    }

    /**
     * @param shown whether the records show each use of an action
     * @param networkRanges the most address blocks in a condition
     * @param uses all that was done
     */
    ConditionMiner(
            ServiceCatalog catalog, Set<ConditionKind> kinds, IntPredicate shown, int networkRanges, List<Use> uses) {
        this.catalog = catalog;
        this.kinds = kinds.isEmpty() ? Set.of() : new TreeSet<>(kinds);
        this.shown = shown;
        this.networkRanges = networkRanges;
        if (!this.kinds.isEmpty()) {
            uses.forEach(this::learn);
        }
        this.cover = addresses.isEmpty() ? Optional.empty() : NetworkCover.of(addresses, networkRanges);
    }

    private void learn(Use use) {
        if (use.fact().isEmpty()) {
            return;
        }
        UseContext context = use.fact().get().context();
        if (CallOrigin.of(context) != CallOrigin.OWN) {
            return;
        }
        ServiceAction action = catalog.action(use.action());
        if (!RegionlessServices.has(action)) {
            context.region().ifPresent(regions::add);
        }
        CallOrigin.endpoint(context)
                .ifPresent(id -> endpoints
                        .computeIfAbsent(action.prefix(), p -> new TreeSet<>())
                        .add(id));
        CallOrigin.publicAddress(context).ifPresent(addresses::add);
    }

    /** Returns what stays of an action in a statement: one part, or several where its resources fulfil different conditions. */
    List<Part> parts(OriginStatement statement, KeptAction kept) {
        if (kinds.isEmpty()) {
            return List.of(new Part(kept, List.of()));
        }
        return done.computeIfAbsent(new At(statement.number(), kept.action()), at -> mine(statement, kept));
    }

    private List<Part> mine(OriginStatement statement, KeptAction kept) {
        ServiceAction action = catalog.action(kept.action());
        List<Condition> common = new ArrayList<>();
        List<ConditionKind> byResource = new ArrayList<>();
        for (ConditionKind kind : kinds) {
            if (!concerns(kind, action)) {
                continue;
            }
            Optional<String> obstacle = obstacle(kind, statement, kept);
            if (obstacle.isPresent()) {
                leftOut(kind, obstacle.get(), action);
            } else if (kind == ConditionKind.PASSED_TO_SERVICE || kind == ConditionKind.VIA_SERVICE) {
                byResource.add(kind);
            } else {
                Found found = own(kind, action, kept.uses());
                found.condition().ifPresent(common::add);
                if (found.condition().isEmpty()) {
                    leftOut(kind, found.reason(), action);
                }
            }
        }
        if (byResource.isEmpty()) {
            return List.of(new Part(kept, common));
        }
        return divided(action, kept, common, byResource.get(0));
    }

    /** Returns whether a kind of condition has a meaning for an action. */
    private static boolean concerns(ConditionKind kind, ServiceAction action) {
        return switch (kind) {
            case REGION, NETWORK, TLS, MFA -> true;
            case PASSED_TO_SERVICE -> action.qualifiedName().equals(PASS_ROLE);
            case VIA_SERVICE -> action.prefix().equals("kms") && supports(action, ViaService.KEY);
        };
    }

    private static boolean supports(ServiceAction action, String key) {
        return action.conditionKeys().stream().anyMatch(key::equalsIgnoreCase)
                || action.resourceTypes().stream()
                        .map(ActionResource::conditionKeys)
                        .anyMatch(keys -> keys.stream().anyMatch(key::equalsIgnoreCase));
    }

    private static List<String> keys(ConditionKind kind) {
        return switch (kind) {
            case REGION -> List.of(REGION);
            case NETWORK -> List.of(ENDPOINT, ADDRESS, "aws:VpcSourceIp", "aws:SourceVpc");
            case TLS -> List.of(TLS);
            case MFA -> List.of(MFA, "aws:MultiFactorAuthAge");
            case PASSED_TO_SERVICE -> List.of(PASSED_TO);
            case VIA_SERVICE -> List.of(ViaService.KEY);
        };
    }

    /** Returns why no condition of a kind can rest on an action's uses, whatever they were. */
    private Optional<String> obstacle(ConditionKind kind, OriginStatement statement, KeptAction kept) {
        for (Condition condition : statement.statement().conditions()) {
            if (keys(kind).stream().anyMatch(condition.key()::equalsIgnoreCase)) {
                return Optional.of("the statement has a condition on `" + condition.key() + "` already");
            }
        }
        boolean unseen = kept.whole()
                || kept.uses().isEmpty()
                || kept.uses().stream().anyMatch(use -> use.fact().isEmpty());
        if (unseen) {
            return Optional.of("kept although no record shows its use");
        }
        if (kind == ConditionKind.PASSED_TO_SERVICE || kind == ConditionKind.VIA_SERVICE) {
            return Optional.empty();
        }
        for (Use use : kept.uses()) {
            switch (CallOrigin.of(context(use))) {
                case OWN -> {}
                case SERVICE -> {
                    return Optional.of("a service made some of its calls for the principal");
                }
                case UNTOLD -> {
                    return Optional.of("some records do not tell whether a service made the call");
                }
            }
        }
        boolean passed = catalog.actionName(kept.action()).equals(PASS_ROLE);
        return passed || shown.test(kept.action())
                ? Optional.empty()
                : Optional.of("the records show its use only in part");
    }

    private static UseContext context(Use use) {
        return use.fact().map(UsageFact::context).orElseGet(UseContext::unknown);
    }

    /** A condition on the circumstances of the principal's own calls. */
    private Found own(ConditionKind kind, ServiceAction action, List<Use> uses) {
        return switch (kind) {
            case REGION -> region(action, uses);
            case NETWORK -> network(action, uses);
            case TLS ->
                uses.stream().allMatch(use -> context(use).secureTransport().orElse(false))
                        ? Found.of(Condition.of(ConditionOperator.BOOL, TLS, "true"))
                        : Found.none("some records do not show TLS");
            case MFA ->
                // A long-term key's requests lack the key altogether, and their records the attribute.
                uses.stream().allMatch(use -> context(use).mfa().orElse(false))
                        ? Found.of(Condition.of(ConditionOperator.BOOL, MFA, "true"))
                        : Found.none("some calls were made without MFA, or their records do not tell");
            case PASSED_TO_SERVICE, VIA_SERVICE -> throw new IllegalArgumentException(kind.text());
        };
    }

    private Found region(ServiceAction action, List<Use> uses) {
        if (RegionlessServices.has(action)) {
            return Found.none("its service answers for all regions at one endpoint");
        }
        if (uses.stream().anyMatch(use -> context(use).region().isEmpty())) {
            return Found.none("some records do not tell the region");
        }
        return Found.of(equalsAny(REGION, regions));
    }

    private Found network(ServiceAction action, List<Use> uses) {
        long throughEndpoint = uses.stream()
                .filter(use -> CallOrigin.endpoint(context(use)).isPresent())
                .count();
        if (throughEndpoint == uses.size()) {
            return Found.of(equalsAny(ENDPOINT, endpoints.getOrDefault(action.prefix(), Set.of())));
        }
        if (throughEndpoint > 0) {
            return Found.none("some calls came through a VPC endpoint and others did not");
        }
        if (uses.stream().anyMatch(use -> CallOrigin.publicAddress(context(use)).isEmpty())) {
            return Found.none("some calls came from private addresses, through an endpoint that their records lack");
        }
        if (cover.isEmpty()) {
            return Found.none(addresses.size() + " addresses do not fit in " + networkRanges + " ranges no wider than /"
                    + NetworkCover.WIDEST_V4 + " (IPv6: /" + NetworkCover.WIDEST_V6 + ")");
        }
        return Found.of(new Condition(
                io.iamtighten.policy.OperatorUse.of(ConditionOperator.IP_ADDRESS),
                ADDRESS,
                cover.get().stream().map(IpRange::toString).toList()));
    }

    private static Condition equalsAny(String key, Collection<String> values) {
        return Condition.of(ConditionOperator.STRING_EQUALS, key, values.toArray(String[]::new));
    }

    /** Divides uses by the services that stand in their calls, resource by resource. */
    private List<Part> divided(ServiceAction action, KeptAction kept, List<Condition> common, ConditionKind kind) {
        String key = keys(kind).get(0);
        Map<String, Set<String>> servicesOf = new TreeMap<>();
        Set<String> open = new TreeSet<>();
        for (Use use : kept.uses()) {
            Optional<String> service = use.context().variable(key.toLowerCase(Locale.ROOT));
            service.ifPresent(value -> servicesOf
                    .computeIfAbsent(use.resource(), r -> new TreeSet<>())
                    .add(value));
            if (service.isEmpty()) {
                open.add(use.resource());
            }
        }
        Map<List<Condition>, KeptAction> parts = new LinkedHashMap<>();
        for (Use use : kept.uses()) {
            List<Condition> conditions = new ArrayList<>(common);
            Set<String> services = servicesOf.get(use.resource());
            if (services != null && !open.contains(use.resource())) {
                conditions.add(equalsAny(key, services));
            }
            parts.computeIfAbsent(conditions, c -> new KeptAction(kept.action(), use.because(), use.reason()))
                    .add(use);
        }
        if (!open.isEmpty()) {
            leftOut(
                    kind,
                    kind == ConditionKind.VIA_SERVICE
                            ? "the principal made some of its calls itself, or the record does not name the service"
                            : "some records do not tell the service that got the role",
                    action);
        }
        List<Part> result = new ArrayList<>();
        parts.forEach((conditions, part) -> result.add(new Part(part, conditions)));
        return result;
    }

    private void leftOut(ConditionKind kind, String reason, ServiceAction action) {
        leftOut.computeIfAbsent(kind, k -> new TreeMap<>())
                .computeIfAbsent(reason, r -> new TreeSet<>())
                .add(action.qualifiedName());
    }

    /** Returns where kinds were left out, of all that was asked so far. */
    List<MinedConditions.LeftOut> leftOut() {
        List<MinedConditions.LeftOut> result = new ArrayList<>();
        leftOut.forEach((kind, reasons) -> reasons.forEach(
                (reason, actions) -> result.add(new MinedConditions.LeftOut(kind, reason, List.copyOf(actions)))));
        return result;
    }

    /** Returns the kind of a condition that this miner added. */
    static ConditionKind kindOf(Condition condition) {
        for (ConditionKind kind : ConditionKind.values()) {
            if (keys(kind).contains(condition.key())) {
                return kind;
            }
        }
        throw new IllegalArgumentException(condition.key());
    }

    /** Returns how many different public addresses the principal's own calls came from. */
    int addressCount() {
        return addresses.size();
    }
}
