package io.iamtighten.aws.account;

import io.iamtighten.account.AccountParse;
import io.iamtighten.account.AccountParser;
import io.iamtighten.account.AccountText;
import io.iamtighten.account.AccountWriter;
import io.iamtighten.account.OrganizationTree;
import io.iamtighten.aws.client.AwsCall;
import io.iamtighten.aws.client.AwsException;
import io.iamtighten.aws.client.AwsSession;
import io.iamtighten.policy.NamedPolicy;
import io.iamtighten.policy.PolicyParse;
import io.iamtighten.policy.PolicyParser;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import software.amazon.awssdk.services.organizations.model.Organization;
import software.amazon.awssdk.services.organizations.model.Parent;
import software.amazon.awssdk.services.organizations.model.PolicySummary;
import software.amazon.awssdk.services.organizations.model.PolicyType;
import software.amazon.awssdk.services.organizations.model.PolicyTypeStatus;
import software.amazon.awssdk.services.organizations.model.Root;

/**
 * Reads the organization: the whole tree, or the way from the root to one account. Without the rights of the management account or of
 * a delegated administrator, all of it is a gap.
 */
final class OrganizationCalls {
    private static final String IMPLIED_RCP = "RCPFullAWSAccess";
    private static final String KEY = "organization";

    private final AwsSession session;
    private final SnapshotProgress progress;
    private final Journal journal;
    private final List<String> gaps;
    private final AtomicInteger read = new AtomicInteger();

    OrganizationCalls(AwsSession session, SnapshotProgress progress, Journal journal, List<String> gaps) {
        this.session = session;
        this.progress = progress;
        this.journal = journal;
        this.gaps = gaps;
    }

    /** One place of the organization before its policies are known. */
    private record Place(String id, String name, List<Place> children) {}

    Optional<OrganizationTree> tree(String account) {
        Optional<OrganizationTree> kept = journal.get(KEY).flatMap(OrganizationCalls::parse);
        if (kept.isPresent()) {
            return kept;
        }
        Optional<OrganizationTree> tree = orGap(account, () -> {
            Organization organization = organization();
            Root root = root();
            List<Place> level = List.of(new Place(root.id(), root.name(), new ArrayList<>()));
            Place top = level.get(0);
            while (!level.isEmpty()) {
                List<List<Place>> units = session.each(level, this::below);
                List<Place> next = new ArrayList<>();
                units.forEach(next::addAll);
                level = next;
            }
            Map<String, List<NamedPolicy>> scps = attachments(root, PolicyType.SERVICE_CONTROL_POLICY);
            Map<String, List<NamedPolicy>> rcps = attachments(root, PolicyType.RESOURCE_CONTROL_POLICY);
            return new OrganizationTree(
                    Optional.ofNullable(organization.id()),
                    Optional.ofNullable(organization.masterAccountId()),
                    enabled(root, PolicyType.SERVICE_CONTROL_POLICY),
                    unit(top, scps, rcps));
        });
        tree.ifPresent(found -> journal.put(KEY, AccountWriter.organization(found)));
        return tree;
    }

    Optional<OrganizationTree> path(String account) {
        return orGap(account, () -> {
            Organization organization = organization();
            Root root = root();
            List<String> upwards = new ArrayList<>(List.of(account));
            String at = account;
            while (!at.equals(root.id())) {
                String child = at;
                List<Parent> parents = session.call(
                        AwsCall.LIST_PARENTS,
                        () -> session.organizations()
                                .listParents(request -> request.childId(child))
                                .parents());
                if (parents.size() != 1 || upwards.contains(parents.get(0).id())) {
                    throw AwsException.of(
                            AwsException.Kind.BAD_ANSWER,
                            AwsCall.LIST_PARENTS.action(),
                            "organizations:ListParents gave no parent of `" + child + "` that leads to the root");
                }
                at = parents.get(0).id();
                upwards.add(at);
            }
            Map<String, NamedPolicy> documents = new HashMap<>();
            OrganizationTree.Unit unit = null;
            for (String id : upwards) {
                List<OrganizationTree.Unit> children = unit == null ? List.of() : List.of(unit);
                unit = new OrganizationTree.Unit(
                        id,
                        id,
                        attachedTo(root, id, PolicyType.SERVICE_CONTROL_POLICY, documents),
                        attachedTo(root, id, PolicyType.RESOURCE_CONTROL_POLICY, documents),
                        children);
            }
            return new OrganizationTree(
                    Optional.ofNullable(organization.id()),
                    Optional.ofNullable(organization.masterAccountId()),
                    enabled(root, PolicyType.SERVICE_CONTROL_POLICY),
                    java.util.Objects.requireNonNull(unit));
        });
    }

    private Optional<OrganizationTree> orGap(String account, java.util.function.Supplier<OrganizationTree> work) {
        try {
            return Optional.of(work.get());
        } catch (AwsException e) {
            if (e.fatal()) {
                throw e;
            }
            if (String.valueOf(e.getMessage()).contains("AWSOrganizationsNotInUseException")) {
                // An account alone: no control policies apply, and that is known.
                return Optional.of(new OrganizationTree(
                        Optional.empty(),
                        Optional.empty(),
                        false,
                        new OrganizationTree.Unit(account, account, List.of(), List.of(), List.of())));
            }
            gaps.add("service and resource control policies are unknown: " + e.getMessage()
                    + "; the management account and delegated administrators may read them");
            return Optional.empty();
        }
    }

    private static Optional<OrganizationTree> parse(String text) {
        AccountParse parse =
                AccountParser.parse(List.of(), Optional.of(new AccountText("organization", text)), List.of());
        return parse.snapshot().flatMap(snapshot -> snapshot.organization());
    }

    private Organization organization() {
        return session.call(
                AwsCall.DESCRIBE_ORGANIZATION,
                () -> session.organizations().describeOrganization().organization());
    }

    private Root root() {
        List<Root> roots = new ArrayList<>();
        session.pages(
                AwsCall.LIST_ROOTS,
                token -> session.organizations().listRoots(request -> request.nextToken(token.orElse(null))),
                answer -> Optional.ofNullable(answer.nextToken()),
                answer -> roots.addAll(answer.roots()));
        if (roots.size() != 1) {
            throw AwsException.of(
                    AwsException.Kind.BAD_ANSWER,
                    AwsCall.LIST_ROOTS.action(),
                    "the organization has " + roots.size() + " roots; one was expected");
        }
        return roots.get(0);
    }

    private static boolean enabled(Root root, PolicyType type) {
        return root.policyTypes().stream()
                .anyMatch(use -> use.type() == type && use.status() == PolicyTypeStatus.ENABLED);
    }

    /** Adds the accounts and units below a unit, and returns the units. */
    private List<Place> below(Place parent) {
        List<Place> units = new ArrayList<>();
        session.pages(
                AwsCall.LIST_ORGANIZATIONAL_UNITS_FOR_PARENT,
                token -> session.organizations()
                        .listOrganizationalUnitsForParent(
                                request -> request.parentId(parent.id()).nextToken(token.orElse(null))),
                answer -> Optional.ofNullable(answer.nextToken()),
                answer -> answer.organizationalUnits()
                        .forEach(unit -> units.add(new Place(unit.id(), unit.name(), new ArrayList<>()))));
        List<Place> accounts = new ArrayList<>();
        session.pages(
                AwsCall.LIST_ACCOUNTS_FOR_PARENT,
                token -> session.organizations()
                        .listAccountsForParent(
                                request -> request.parentId(parent.id()).nextToken(token.orElse(null))),
                answer -> Optional.ofNullable(answer.nextToken()),
                answer -> answer.accounts()
                        .forEach(account -> accounts.add(new Place(account.id(), account.name(), List.of()))));
        parent.children().addAll(accounts);
        parent.children().addAll(units);
        parent.children().sort(Comparator.comparing(Place::id));
        progress.read("units and accounts of the organization", read.addAndGet(accounts.size() + units.size()));
        return units;
    }

    private static OrganizationTree.Unit unit(
            Place place, Map<String, List<NamedPolicy>> scps, Map<String, List<NamedPolicy>> rcps) {
        return new OrganizationTree.Unit(
                place.id(),
                place.name() == null ? place.id() : place.name(),
                scps.getOrDefault(place.id(), List.of()),
                rcps.getOrDefault(place.id(), List.of()),
                place.children().stream().map(child -> unit(child, scps, rcps)).toList());
    }

    /** Returns the policies of a type by what they are attached to: asking each policy costs less than asking each account. */
    private Map<String, List<NamedPolicy>> attachments(Root root, PolicyType type) {
        Map<String, List<NamedPolicy>> byTarget = new HashMap<>();
        if (!enabled(root, type)) {
            return byTarget;
        }
        List<PolicySummary> policies = new ArrayList<>();
        session.pages(
                AwsCall.LIST_POLICIES,
                token -> session.organizations()
                        .listPolicies(request -> request.filter(type).nextToken(token.orElse(null))),
                answer -> Optional.ofNullable(answer.nextToken()),
                answer -> policies.addAll(answer.policies()));
        record Attached(NamedPolicy policy, List<String> targets) {}
        List<Attached> attached = session.each(
                policies.stream()
                        .filter(policy -> !IMPLIED_RCP.equals(policy.name()))
                        .toList(),
                policy -> new Attached(document(policy), targets(policy)));
        attached.stream()
                .sorted(Comparator.comparing(one -> one.policy().name()))
                .forEach(one -> one.targets()
                        .forEach(target -> byTarget.computeIfAbsent(target, key -> new ArrayList<>())
                                .add(one.policy())));
        return byTarget;
    }

    private List<String> targets(PolicySummary policy) {
        List<String> targets = new ArrayList<>();
        session.pages(
                AwsCall.LIST_TARGETS_FOR_POLICY,
                token -> session.organizations()
                        .listTargetsForPolicy(
                                request -> request.policyId(policy.id()).nextToken(token.orElse(null))),
                answer -> Optional.ofNullable(answer.nextToken()),
                answer -> answer.targets().forEach(target -> targets.add(target.targetId())));
        return targets;
    }

    private List<NamedPolicy> attachedTo(
            Root root, String target, PolicyType type, Map<String, NamedPolicy> documents) {
        if (!enabled(root, type)) {
            return List.of();
        }
        List<PolicySummary> policies = new ArrayList<>();
        session.pages(
                AwsCall.LIST_POLICIES_FOR_TARGET,
                token -> session.organizations()
                        .listPoliciesForTarget(
                                request -> request.targetId(target).filter(type).nextToken(token.orElse(null))),
                answer -> Optional.ofNullable(answer.nextToken()),
                answer -> policies.addAll(answer.policies()));
        return policies.stream()
                .filter(policy -> !IMPLIED_RCP.equals(policy.name()))
                .sorted(Comparator.comparing(PolicySummary::name))
                .map(policy -> documents.computeIfAbsent(policy.id(), id -> document(policy)))
                .toList();
    }

    private NamedPolicy document(PolicySummary policy) {
        String text = session.call(
                AwsCall.DESCRIBE_POLICY,
                () -> session.organizations()
                        .describePolicy(request -> request.policyId(policy.id()))
                        .policy()
                        .content());
        PolicyParse parse = PolicyParser.parse(text);
        return new NamedPolicy(
                policy.name(),
                parse.document()
                        .orElseThrow(() -> AwsException.of(
                                AwsException.Kind.BAD_ANSWER,
                                AwsCall.DESCRIBE_POLICY.action(),
                                "the control policy `" + policy.name() + "` cannot be read: "
                                        + parse.problems().get(0).render(Optional.empty()))));
    }
}
