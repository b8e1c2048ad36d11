package io.iamtighten.lint;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.iamtighten.catalog.ServiceCatalog;
import io.iamtighten.evaluate.Authorizer;
import io.iamtighten.evaluate.EvaluationOptions;
import io.iamtighten.evaluate.PolicyLevel;
import io.iamtighten.evaluate.PolicyStack;
import io.iamtighten.policy.ActionElement;
import io.iamtighten.policy.Condition;
import io.iamtighten.policy.ConditionOperator;
import io.iamtighten.policy.Effect;
import io.iamtighten.policy.NamedPolicy;
import io.iamtighten.policy.PolicyDocument;
import io.iamtighten.policy.ResourceElement;
import io.iamtighten.policy.Statement;
import io.iamtighten.request.PrincipalType;
import io.iamtighten.request.RequestPrincipal;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Every path of the collection is found with just its permissions, and is not with one of them missing, denied or cut. */
class EscalationConformanceTest {
    private static final ServiceCatalog CATALOG = ServiceCatalog.bundled();
    private static final RequestPrincipal CALLER = RequestPrincipal.of(
            PrincipalType.ASSUMED_ROLE, "arn:aws:sts::111122223333:assumed-role/Example/session", "111122223333");
    private static final EscalationChecks CHECKS = new EscalationChecks(CATALOG, java.util.Set.of());

    @Test
    void thePathsAreThoseOfTheCollection() {
        List<String> theirs = new ArrayList<>();
        for (JsonNode path : SharedPolicies.lines("policies/privilege-escalation-paths.jsonl")) {
            List<String> permissions = new ArrayList<>();
            path.path("permissions")
                    .path("required")
                    .forEach(p -> permissions.add(p.path("permission").asText()));
            theirs.add(path.path("id").asText() + " " + permissions);
        }
        assertThat(EscalationPath.all().stream().map(p -> p.id() + " " + p.permissions()))
                .hasSize(65)
                .containsExactlyElementsOf(theirs);
    }

    @Test
    void aPathIsFoundByItsPermissions() {
        for (EscalationPath path : EscalationPath.all()) {
            PolicyStack stack = stack(allow(path.permissions()));
            assertThat(ids(stack)).as(path.id()).contains(path.id());
            Authorizer authorizer =
                    Authorizer.compile(stack, EvaluationOptions.standard().assumingDelegation());
            for (EscalationChecks.Open open : open(stack)) {
                assertThat(open.requests()).allMatch(r -> authorizer.decide(r).allowed());
            }
        }
    }

    @Test
    void aPathIsNotFoundWithOnePermissionRemovedDeniedOrCut() {
        for (EscalationPath path : EscalationPath.all()) {
            for (String missing : path.permissions()) {
                List<String> rest = new ArrayList<>(path.permissions());
                rest.remove(missing);
                Statement all = allow(path.permissions());
                Statement deny = Statement.of(Effect.DENY, ActionElement.of(missing), ResourceElement.of("*"));
                NamedPolicy others = new NamedPolicy(
                        "others",
                        PolicyDocument.of(List.of(
                                Statement.of(Effect.ALLOW, ActionElement.allBut(missing), ResourceElement.of("*")))));
                if (!rest.isEmpty()) {
                    assertThat(ids(stack(allow(rest))))
                            .as("%s without %s", path.id(), missing)
                            .doesNotContain(path.id());
                }
                assertThat(ids(stack(all, deny)))
                        .as("%s, %s denied", path.id(), missing)
                        .doesNotContain(path.id());
                assertThat(ids(stack(all).withBoundary(others)))
                        .as("%s, %s bounded", path.id(), missing)
                        .doesNotContain(path.id());
                assertThat(ids(stack(all).withScps(List.of(new PolicyLevel("r-root", List.of(others))))))
                        .as("%s, %s cut by an SCP", path.id(), missing)
                        .doesNotContain(path.id());
            }
        }
    }

    /** A permission on resources that the action does not have is none. */
    @Test
    void resourcesOfAnotherTypeOpenNothing() {
        Statement bucket = Statement.of(
                Effect.ALLOW, ActionElement.of("iam:CreateAccessKey"), ResourceElement.of("arn:aws:s3:::reports"));
        assertThat(ids(stack(bucket))).isEmpty();
    }

    /** A condition on the service that a role is passed to keeps paths through other services shut, and the request names the service. */
    @Test
    void aRoleIsPassedToTheServiceOfThePath() {
        Statement run = allow(List.of("ec2:RunInstances", "lambda:CreateFunction", "lambda:InvokeFunction"));
        Statement pass = allow(List.of("iam:PassRole"))
                .withConditions(List.of(Condition.of(
                        ConditionOperator.STRING_EQUALS,
                        "iam:PassedToService",
                        "ecs.amazonaws.com",
                        "ec2.amazonaws.com")));
        assertThat(ids(stack(run, pass))).contains("ec2-001").doesNotContain("lambda-001");
        EscalationChecks.Open path = open(stack(run, pass)).stream()
                .filter(o -> o.path().id().equals("ec2-001"))
                .findFirst()
                .orElseThrow();
        assertThat(path.requests().get(0).context().single("iam:PassedToService"))
                .contains("ec2.amazonaws.com");
        Statement notToEc2 = Statement.of(Effect.DENY, ActionElement.of("iam:PassRole"), ResourceElement.of("*"))
                .withConditions(List.of(
                        Condition.of(ConditionOperator.STRING_EQUALS, "iam:PassedToService", "ec2.amazonaws.com")));
        assertThat(ids(stack(run, pass, notToEc2))).doesNotContain("ec2-001");
    }

    /** Permissions of several policies count together; the finding names their statements, and what blocks them. */
    @Test
    void policiesCountTogetherAndBlockersAreNamed() {
        PolicyStack stack = PolicyStack.ofIdentity(List.of(
                policy("pass", allow(List.of("iam:PassRole"))), policy("run", allow(List.of("ec2:RunInstances")))));
        Linter linter = Linter.standard(CATALOG);
        List<Finding> found = linter.lint(new LintedPrincipal("Example", CALLER, stack, List.of()))
                .of("escalation-new-passrole");
        assertThat(found).hasSize(1);
        assertThat(found.get(0).message()).contains("ec2-001");
        assertThat(found.get(0).notes().stream().map(FindingNote::source)).containsExactly("pass", "run");
        assertThat(found.get(0).witness()).isPresent();
        NamedPolicy boundary = policy("boundary", allow(List.of("ec2:*")));
        List<Finding> blocked = linter.lint(
                        new LintedPrincipal("Example", CALLER, stack.withBoundary(boundary), List.of()))
                .of("escalation-path-blocked");
        assertThat(blocked).hasSize(1);
        assertThat(blocked.get(0).message()).contains("ec2-001", "iam:PassRole by the permissions boundary");
    }

    private static NamedPolicy policy(String name, Statement... statements) {
        return new NamedPolicy(name, PolicyDocument.of(List.of(statements)));
    }

    private static Statement allow(List<String> actions) {
        return Statement.of(Effect.ALLOW, ActionElement.of(actions.toArray(String[]::new)), ResourceElement.of("*"));
    }

    private static PolicyStack stack(Statement... statements) {
        return PolicyStack.ofIdentity(List.of(policy("minimal", statements)));
    }

    private static List<EscalationChecks.Open> open(PolicyStack stack) {
        List<String> undecided = new ArrayList<>();
        List<EscalationChecks.Open> open = CHECKS.open(new Reach(CATALOG, CALLER, stack), undecided);
        assertThat(undecided).isEmpty();
        return open;
    }

    private static List<String> ids(PolicyStack stack) {
        return open(stack).stream().map(o -> o.path().id()).toList();
    }
}
