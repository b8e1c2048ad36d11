package io.iamtighten.lint;

import io.iamtighten.arn.Arn;
import io.iamtighten.policy.Condition;
import io.iamtighten.policy.ConditionOperator;
import io.iamtighten.policy.Polarity;
import io.iamtighten.policy.PrincipalElement;
import io.iamtighten.policy.PrincipalEntry;
import io.iamtighten.policy.PrincipalKind;
import io.iamtighten.policy.Statement;
import io.iamtighten.request.AccessRequest;
import io.iamtighten.request.PrincipalType;
import io.iamtighten.request.RequestPrincipal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Who gets in from outside by the policies of resources and roles: decided over all requests that strangers can make, each finding with
 * one that the evaluator allows.
 */
final class ExposureChecks {
    /** Keys on services' calls that say little about for whom they call. */
    private static final String[] WEAK = {"aws:SourceOwner", "aws:Referer", "aws:SourceIp", "aws:UserAgent"};
    /**
     * Services whose pages ask for aws:SourceAccount or aws:SourceArn in the trust policies of roles that they are given, because
     * resources of other accounts can make them use a role.
     */
    private static final Set<String> DEPUTIES = Set.of(
            "bedrock.amazonaws.com",
            "cloudformation.amazonaws.com",
            "codebuild.amazonaws.com",
            "codepipeline.amazonaws.com",
            "ecs-tasks.amazonaws.com",
            "glue.amazonaws.com",
            "kinesisanalytics.amazonaws.com",
            "pipes.amazonaws.com",
            "sagemaker.amazonaws.com",
            "scheduler.amazonaws.com",
            "sns.amazonaws.com",
            "ssm.amazonaws.com",
            "states.amazonaws.com",
            "transfer.amazonaws.com",
            "vpc-flow-logs.amazonaws.com");

    private final PolicyView view;
    private final Reporter out;
    private final OutsideAccess access;
    private final FederationChecks federation;
    private final List<String> undecided = new ArrayList<>();

    private ExposureChecks(PolicyView view, Reporter out) {
        this.view = view;
        this.out = out;
        this.access = new OutsideAccess(view);
        this.federation = new FederationChecks(view, out, this::request);
    }

    /** Reports who gets in; returns what could not be decided. */
    static List<String> check(PolicyView view, Reporter out) {
        if (view.type() != PolicyType.RESOURCE && view.type() != PolicyType.TRUST) {
            return List.of();
        }
        ExposureChecks checks = new ExposureChecks(view, out);
        for (StatementView at : view.statements()) {
            if (at.allows() && at.statement().principal().isPresent()) {
                checks.statement(at, at.statement().principal().get());
            }
        }
        return checks.undecided;
    }

    private void statement(StatementView at, PrincipalElement principal) {
        boolean anyone = principal.anyone()
                || principal.polarity() == Polarity.ALL_BUT
                || principal.entries().stream()
                        .anyMatch(
                                e -> e.kind() == PrincipalKind.AWS && e.value().equals("*"));
        if (anyone && open(at)) {
            return;
        }
        if (principal.polarity() == Polarity.ALL_BUT) {
            return;
        }
        for (int i = 0; i < principal.entries().size(); i++) {
            PrincipalEntry entry = principal.entries().get(i);
            String pointer = PrincipalChecks.entryPointer(at, principal, i);
            switch (entry.kind()) {
                case AWS -> account(at, entry.value(), pointer);
                case SERVICE -> service(at, entry.value(), pointer);
                case FEDERATED -> {
                    if (view.type() == PolicyType.TRUST) {
                        federation.provider(at, entry.value(), pointer);
                    }
                }
                case CANONICAL_USER -> {}
            }
        }
    }

    /** Whether a statement that names everybody lets everybody in. */
    private boolean open(StatementView at) {
        List<Stranger> strangers = new ArrayList<>();
        strangers.add(Stranger.signed(view.document()));
        if (view.type() == PolicyType.RESOURCE) {
            strangers.add(Stranger.anonymous(view.document()));
            strangers.add(Stranger.service("sns.amazonaws.com", view.document())
                    .with("aws:SourceIp", Condition.of(ConditionOperator.NULL, "aws:SourceIp", "true")));
        }
        for (Stranger stranger : strangers) {
            Optional<AccessRequest> request = request(stranger, at);
            if (request.isPresent()) {
                boolean plain = request.get().context().keys().stream()
                        .allMatch(k -> stranger.fixed().get(k).isPresent());
                List<String> weak = keys(at.statement());
                out.at(
                        plain && weak.isEmpty() ? "public-access" : "public-access-weak-condition",
                        at.principalPointer(),
                        stranger.who() + " can use "
                                + request.get().action()
                                + (others(at) > 0 ? " and " + others(at) + " more actions" : "")
                                + " by " + at.name()
                                + (weak.isEmpty()
                                        ? ""
                                        : "; its conditions keep no stranger out: " + String.join(", ", weak)),
                        request,
                        List.of());
                return true;
            }
        }
        return false;
    }

    private static int others(StatementView at) {
        return Math.max(0, at.actions().cardinality() - 1);
    }

    private static List<String> keys(Statement statement) {
        Set<String> keys = new TreeSet<>();
        statement.conditions().forEach(c -> keys.add(c.key()));
        return List.copyOf(keys);
    }

    private Optional<AccessRequest> request(Stranger who, StatementView at) {
        OutsideAccess.Answer answer = access.ask(who, at);
        if (answer instanceof OutsideAccess.Answer.Undecided unknown) {
            undecided.add("whether " + who.who() + " gets in by " + at.name() + " is undecided: " + unknown.reason());
        }
        return answer instanceof OutsideAccess.Answer.Open open ? Optional.of(open.request()) : Optional.empty();
    }

    private void service(StatementView at, String service, String pointer) {
        if (view.type() == PolicyType.TRUST) {
            if (DEPUTIES.contains(service)) {
                request(Stranger.service(service, view.document()), at)
                        .ifPresent(request -> out.at(
                                "trust-service-for-anybody",
                                pointer,
                                "`" + service + "` can use the role for resources of any account: no condition on"
                                        + " aws:SourceAccount or aws:SourceArn",
                                Optional.of(request),
                                List.of()));
            }
            if (service.equals(FederationChecks.ROLES_ANYWHERE)) {
                federation.rolesAnywhere(at, pointer, access.owner());
            }
            return;
        }
        request(Stranger.service(service, view.document()), at).ifPresent(request -> {
            boolean weak = Conditions.has(at.statement(), WEAK);
            out.at(
                    weak ? "recommended-condition-key-for-service-principal" : "restrict-access-to-service-principal",
                    pointer,
                    weak
                            ? "`" + service
                                    + "` is limited by a weak key; aws:SourceArn or aws:SourceAccount say for whom it calls"
                            : "`" + service + "` may call for anybody: nothing limits "
                                    + String.join(", ", PrincipalChecks.SOURCE_KEYS),
                    Optional.of(request),
                    List.of());
        });
    }

    private void account(StatementView at, String value, String pointer) {
        Optional<Arn> arn = Arn.parse(value);
        String account = arn.map(Arn::account).orElse(value);
        if (account.length() != 12 || !account.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return;
        }
        boolean unknown = view.owner().isEmpty();
        boolean foreign = unknown ? view.type() == PolicyType.TRUST : view.isForeign(account);
        if (!foreign) {
            return;
        }
        Stranger caller = Stranger.ofAccount(account, principal(arn, value, account), view.document());
        if (view.type() == PolicyType.TRUST
                && at.actions().intersects(view.catalog().expand("sts:AssumeRole"))) {
            Stranger without =
                    caller.with("sts:ExternalId", Condition.of(ConditionOperator.NULL, "sts:ExternalId", "true"));
            request(without, at)
                    .ifPresent(request -> out.at(
                            "trust-without-external-id",
                            pointer,
                            (unknown ? "if account " + account + " is somebody else's, it" : "account " + account)
                                    + " can be made to assume the role for another of its customers: no condition on"
                                    + " sts:ExternalId",
                            Optional.of(request),
                            List.of()));
        }
        if (!unknown) {
            request(caller, at)
                    .ifPresent(request -> out.at(
                            "cross-account-access",
                            pointer,
                            (principal(arn, value, account).isPresent()
                                            ? "`" + value + "`"
                                            : "all of account " + account)
                                    + " can use " + request.action()
                                    + (others(at) > 0 ? " and " + others(at) + " more actions" : "") + " by "
                                    + at.name(),
                            Optional.of(request),
                            List.of()));
        }
    }

    /** The one principal that an entry names, or empty when it names an account. */
    private static Optional<RequestPrincipal> principal(Optional<Arn> arn, String value, String account) {
        return arn.filter(a -> !a.resource().equals("root")).map(a -> principal(a, value, account));
    }

    /** The principal that an ARN names. */
    static RequestPrincipal principal(Arn arn, String value, String account) {
        String resource = arn.resource();
        PrincipalType type = resource.startsWith("user/")
                ? PrincipalType.IAM_USER
                : resource.startsWith("assumed-role/")
                        ? PrincipalType.ASSUMED_ROLE
                        : resource.startsWith("federated-user/")
                                ? PrincipalType.FEDERATED_USER
                                : PrincipalType.IAM_ROLE;
        return RequestPrincipal.of(type, value, account);
    }
}
