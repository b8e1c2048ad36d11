package io.iamtighten.lint;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.iamtighten.catalog.AccessLevel;
import io.iamtighten.catalog.ServiceAction;
import io.iamtighten.catalog.ServiceCatalog;
import io.iamtighten.evaluate.Authorizer;
import io.iamtighten.evaluate.EvaluationOptions;
import io.iamtighten.evaluate.PolicyStack;
import io.iamtighten.glob.Glob;
import io.iamtighten.policy.NamedPolicy;
import io.iamtighten.policy.PolicyDocument;
import io.iamtighten.policy.PolicyParser;
import io.iamtighten.request.PrincipalType;
import io.iamtighten.request.RequestPrincipal;
import io.iamtighten.testsupport.TestData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Everything that cloudsplaining finds in its example account is found, or a table says why not. */
class CloudsplainingConformanceTest {
    private static final Path TABLE = TestData.source("src/docs/rules/about-cloudsplaining.md");
    private static final ServiceCatalog CATALOG = ServiceCatalog.bundled();
    private static final RequestPrincipal CALLER = RequestPrincipal.of(
            PrincipalType.ASSUMED_ROLE, "arn:aws:sts::111122223333:assumed-role/Example/session", "111122223333");

    private record Row(String finding, String action) {
        boolean explains(String category, String name) {
            if (!finding.equals(category) && !finding.equals("any")) {
                return false;
            }
            Optional<ServiceAction> known = CATALOG.action(name);
            return switch (action) {
                case "not in the catalog" -> name.contains(":") && known.isEmpty();
                case "without resource level" ->
                    known.filter(a -> !a.supportsResourceLevel()).isPresent();
                case "reading" ->
                    known.filter(a -> a.accessLevel() == AccessLevel.READ || a.accessLevel() == AccessLevel.LIST)
                            .isPresent();
                default -> Glob.ofIgnoringCase(action).matches(name);
            };
        }
    }

    @Test
    void everythingIsFoundOrExplained() throws IOException {
        List<Row> table = table();
        Set<Row> used = new HashSet<>();
        Set<String> missing = new TreeSet<>();
        int held = 0;
        ActionFacts facts = new ActionFacts(CATALOG);
        for (JsonNode policy : policies()) {
            LintedPrincipal principal = principal(policy);
            Reach reach = new Reach(CATALOG, CALLER, principal.stack());
            List<String> undecided = new ArrayList<>();
            List<EscalationChecks.Open> open = new EscalationChecks(CATALOG, Set.of()).open(reach, undecided);
            List<SensitiveChecks.Found> found =
                    new SensitiveChecks(facts, facts.sensitive(), Set.of()).find(principal, reach, undecided);
            assertThat(undecided).isEmpty();
            Authorizer authorizer = Authorizer.compile(
                    principal.stack(), EvaluationOptions.standard().assumingDelegation());
            assertThat(found).allMatch(f -> authorizer.decide(f.request()).allowed());
            for (String category : List.of(
                    "CredentialsExposure", "DataExfiltration", "ResourceExposure", "InfrastructureModification")) {
                for (JsonNode action : policy.path(category)) {
                    held++;
                    if (!isFound(found, category, action.asText())) {
                        explain(table, used, missing, category, action.asText());
                    }
                }
            }
            for (JsonNode way : policy.path("PrivilegeEscalation")) {
                held++;
                List<String> actions = new ArrayList<>();
                way.path("actions").forEach(a -> actions.add(a.asText().toLowerCase(Locale.ROOT)));
                boolean ours = open.stream()
                        .anyMatch(o -> actions.containsAll(o.path().permissions().stream()
                                .map(p -> p.toLowerCase(Locale.ROOT))
                                .toList()));
                if (!ours) {
                    explain(
                            table,
                            used,
                            missing,
                            "PrivilegeEscalation",
                            way.path("type").asText());
                }
            }
            held += services(policy, missing);
        }
        assertThat(missing).isEmpty();
        assertThat(used).containsExactlyInAnyOrderElementsOf(table);
        assertThat(held).isGreaterThan(4_600);
    }

    private static boolean isFound(List<SensitiveChecks.Found> found, String category, String action) {
        BitSet id = CATALOG.expand(action);
        return found.stream().anyMatch(f -> f.actions().intersects(id) && answers(f.kind(), category));
    }

    private static boolean answers(SensitiveActions.Kind kind, String category) {
        return switch (kind) {
            case CREDENTIALS -> category.equals("CredentialsExposure");
            case DATA -> category.equals("DataExfiltration") || category.equals("InfrastructureModification");
            case PERMISSIONS -> category.equals("ResourceExposure");
            case CHANGES -> category.equals("InfrastructureModification");
        };
    }

    private static int services(JsonNode policy, Set<String> missing) {
        List<Finding> wild = Linter.standard(CATALOG)
                .lint(LintedPolicy.of("policy", PolicyType.IDENTITY, document(policy)))
                .of("wildcard-action-service");
        policy.path("ServiceWildcard").forEach(service -> {
            if (wild.stream().noneMatch(f -> f.message().startsWith("`" + service.asText() + ":*`"))) {
                missing.add("ServiceWildcard " + service.asText());
            }
        });
        return policy.path("ServiceWildcard").size();
    }

    private static void explain(List<Row> table, Set<Row> used, Set<String> missing, String category, String action) {
        table.stream()
                .filter(r -> r.explains(category, action))
                .findFirst()
                .ifPresentOrElse(used::add, () -> missing.add(category + " " + action));
    }

    private static List<JsonNode> policies() throws JsonProcessingException {
        JsonNode results = new ObjectMapper()
                .readTree(TestData.text(TestData.shared("policies/cloudsplaining/iam-results-example.json")));
        List<JsonNode> policies = new ArrayList<>();
        for (String kind : List.of("aws_managed_policies", "customer_managed_policies", "inline_policies")) {
            results.path(kind).forEach(policies::add);
        }
        assertThat(policies).hasSize(30);
        return policies;
    }

    private static PolicyDocument document(JsonNode policy) {
        JsonNode document = policy.path("PolicyDocument");
        for (JsonNode version : policy.path("PolicyVersionList")) {
            document = version.path("IsDefaultVersion").asBoolean() ? version.path("Document") : document;
        }
        return PolicyParser.parse(document.toString()).document().orElseThrow();
    }

    private static LintedPrincipal principal(JsonNode policy) {
        String name = policy.path("PolicyName").asText();
        return new LintedPrincipal(
                name, CALLER, PolicyStack.ofIdentity(List.of(new NamedPolicy(name, document(policy)))), List.of());
    }

    private static List<Row> table() throws IOException {
        List<Row> rows = new ArrayList<>();
        boolean second = false;
        for (String line : Files.readAllLines(TABLE)) {
            String[] cells = line.split("\\|", -1);
            second |= line.startsWith("| finding |");
            if (second && cells.length == 5 && !line.startsWith("| finding |") && !line.startsWith("|---")) {
                rows.add(new Row(cells[1].strip(), cells[2].strip().replace("`", "")));
            }
        }
        return rows;
    }
}
