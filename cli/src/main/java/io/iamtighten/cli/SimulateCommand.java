package io.iamtighten.cli;

import io.iamtighten.account.AccountSnapshot;
import io.iamtighten.arn.Arn;
import io.iamtighten.catalog.ConditionKey;
import io.iamtighten.catalog.ServiceAction;
import io.iamtighten.catalog.ServiceCatalog;
import io.iamtighten.cli.render.ExplanationJson;
import io.iamtighten.evaluate.Authorizer;
import io.iamtighten.evaluate.EvaluationOptions;
import io.iamtighten.evaluate.Explanation;
import io.iamtighten.request.AccessRequest;
import io.iamtighten.request.ContextValues;
import io.iamtighten.request.RequestContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Decides one request. */
@Command(
        name = "simulate",
        description = SimulateCommand.SUMMARY,
        footer = {
            "",
            "What AWS derives from caller and resource is filled in (aws:PrincipalArn,",
            "aws:username, aws:PrincipalTag/..., aws:ResourceAccount ...); --context adds to it",
            "and overrides it. Exit code: 0 allowed, 1 denied, 3 not decided.",
            "",
            "Example: iam-tighten simulate --account account.json --principal DeployRole",
            "  --action s3:GetObject --resource arn:aws:s3:::data/x --why"
        })
final class SimulateCommand implements Callable<Integer> {
    /** What the command does, in a line of the list of commands. */
    static final String SUMMARY = "Decide one request, by an account's policies or by policies from files.";

    private final Console console;

    @Mixin
    private OutputOptions output = new OutputOptions();

    @Mixin
    private AccountOption account = new AccountOption();

    @Mixin
    private SimulateFiles files = new SimulateFiles();

    @Mixin
    private CatalogOption catalogOption = new CatalogOption();

    @Option(
            names = "--principal",
            required = true,
            paramLabel = "P",
            description = "Who asks: an ARN, a service, `anonymous`; with --account also a role's or user's name.")
    private String principal = "";

    @Option(names = "--action", required = true, paramLabel = "A", description = "The action, such as s3:GetObject.")
    private String action = "";

    @Option(names = "--resource", paramLabel = "ARN", description = "The resource (default: *).")
    private String resource = "*";

    @Option(
            names = "--resource-account",
            paramLabel = "ID",
            description = "The account that owns the resource (default: the ARN's, else the caller's).")
    private Optional<String> resourceAccount = Optional.empty();

    @Option(
            names = "--context",
            paramLabel = "KEY=VALUE",
            description = "A context key; repeatable, and a key given twice is a set of values.")
    private List<String> context = List.of();

    @Option(
            names = "--session-name",
            paramLabel = "NAME",
            description = "The session's name, when the caller is a role (default: session).")
    private String sessionName = "session";

    @Option(names = "--why", description = "Explain: layers, statements, conditions, missing context.")
    private boolean why;

    @Mixin
    private FormatOption format = new FormatOption();

    SimulateCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        if (action.indexOf(':') <= 0) {
            throw new InputException("`" + action + "` is not an action; expected SERVICE:NAME, such as s3:GetObject");
        }
        ServiceCatalog catalog = catalogOption.catalog();
        Optional<AccountSnapshot> snapshot = account.read();
        Simulation simulation = snapshot.isPresent()
                ? Simulation.ofAccount(snapshot.get(), files, principal, sessionName, action, resource)
                : Simulation.ofFiles(files, principal, sessionName, resource);
        List<String> notes = new ArrayList<>(simulation.notes());
        AccessRequest request = request(simulation, catalog, notes);
        EvaluationOptions options = EvaluationOptions.standard();
        Authorizer authorizer = Authorizer.compile(simulation.stack(), options);
        Explanation explanation = authorizer.explain(request);
        boolean undecided = !explanation.decision().allowed()
                && Authorizer.compile(simulation.stack(), options.assumingDelegation())
                        .decide(request)
                        .allowed();
        if (undecided) {
            notes.add("the policy on " + resource + " must allow too and is not known; give --resource-policy FILE");
        } else if (!explanation.decision().allowed()
                && explanation.decision().statement().isEmpty()
                && simulation.stack().resource().isEmpty()
                && !resource.equals("*")) {
            notes.add("a policy on the resource, if there is one, was not looked at; --resource-policy FILE names it");
        }
        if (format.isJson()) {
            output.emit(ExplanationJson.of(explanation, undecided, notes, why), console);
        } else {
            output.emit(text(explanation, undecided), console);
            notes.forEach(note -> console.err().println("iam-tighten: note: " + note));
        }
        return undecided ? ExitCode.UNDECIDED : explanation.decision().allowed() ? ExitCode.OK : ExitCode.NO;
    }

    private String text(Explanation explanation, boolean undecided) {
        String head = undecided ? "not decided: it depends on the policy on the resource\n" : "";
        return head
                + (why
                        ? explanation.render()
                        : explanation.decision().outcome().text() + ": "
                                + explanation.decision().reason() + "\n");
    }

    private AccessRequest request(Simulation simulation, ServiceCatalog catalog, List<String> notes) {
        Optional<ServiceAction> known = catalog.action(action);
        if (known.isEmpty()) {
            notes.add("`" + action + "` is not an action that the catalog knows");
        }
        Optional<String> owner = resourceAccount.or(simulation::resourceAccount);
        Map<String, List<String>> keys = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        owner.filter(id -> !resource.equals("*")).ifPresent(id -> keys.put("aws:ResourceAccount", List.of(id)));
        Arn.parse(resource)
                .map(Arn::region)
                .filter(region -> !region.isEmpty())
                .ifPresent(region -> keys.put("aws:RequestedRegion", List.of(region)));
        keys.putAll(simulation.contextWith(given()));
        Map<String, ContextValues> values = new TreeMap<>();
        keys.forEach((key, list) -> values.put(
                key,
                new ContextValues(
                        list,
                        catalog.conditionKey(key).map(ConditionKey::multivalued).orElse(false))));
        return new AccessRequest(
                simulation.principal(),
                action,
                resource,
                owner,
                RequestContext.of(values),
                known.isPresent() && !known.get().supportsResourceLevel()
                        ? AccessRequest.ResourceLevel.WILDCARD_ONLY
                        : AccessRequest.ResourceLevel.SUPPORTED);
    }

    private Map<String, List<String>> given() {
        Map<String, List<String>> keys = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        for (String entry : context) {
            int equals = entry.indexOf('=');
            if (equals <= 0) {
                throw new InputException("`" + entry + "` is not a context key; expected KEY=VALUE");
            }
            keys.computeIfAbsent(entry.substring(0, equals), k -> new ArrayList<>())
                    .add(entry.substring(equals + 1));
        }
        return keys;
    }
}
