package io.iamtighten.cli;

import io.iamtighten.account.PolicySource;
import io.iamtighten.aws.account.AccountFiles;
import io.iamtighten.aws.account.AccountReading;
import io.iamtighten.lint.CallerAddresses;
import io.iamtighten.lint.LintReport;
import io.iamtighten.lint.LintedPolicy;
import io.iamtighten.lint.LintedPrincipal;
import io.iamtighten.lint.Linter;
import io.iamtighten.lint.PolicyType;
import io.iamtighten.policy.PolicyDocument;
import io.iamtighten.policy.PolicyParse;
import io.iamtighten.policy.PolicyParser;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine.Option;

/** Reads what the linter looks at: policy documents, account files and snapshot folders. */
final class LintInput {
    /** How much of a file tells what it is. */
    private static final int HEAD = 1 << 16;

    @Option(
            names = "--type",
            paramLabel = "TYPE",
            description =
                    "What the policies are: identity, resource, trust, scp, rcp, boundary, session or vpc-endpoint"
                            + " (default: by their elements, one of the first three).")
    private Optional<String> type = Optional.empty();

    @Option(
            names = "--resource-service",
            paramLabel = "PREFIX",
            description = "The service whose resources the resource-based policies are attached to, such as s3.")
    private Optional<String> service = Optional.empty();

    /**
     * What was found.
     *
     * @param report the findings
     * @param texts the texts of the files, by name, for excerpts
     */
    record Linted(LintReport report, Map<String, String> texts) {}

    Linted lint(Linter linter, List<Path> files) {
        List<LintReport> reports = new ArrayList<>();
        Map<String, String> texts = new HashMap<>();
        for (Path file : expand(files)) {
            if (Files.isDirectory(file) || isAccount(file)) {
                reports.add(account(linter, file, texts));
            } else {
                reports.add(policy(linter, file, texts));
            }
        }
        return new Linted(LintReport.join(reports), texts);
    }

    /** Returns from which source addresses each principal of an account, or each caller that a policy is about, can use it, by name. */
    Map<String, List<CallerAddresses>> addresses(Linter linter, List<Path> files) {
        Map<String, List<CallerAddresses>> reaches = new LinkedHashMap<>();
        for (Path file : expand(files)) {
            if (Files.isDirectory(file) || isAccount(file)) {
                AccountReading reading = AccountFiles.read(file);
                if (reading.snapshot().isEmpty()) {
                    throw new InputException(reading.problems().get(0));
                }
                reading.snapshot()
                        .get()
                        .views()
                        .forEach(view -> reaches.put(
                                view.principal().arn(),
                                List.of(new CallerAddresses(
                                        "the principal",
                                        linter.addresses(new LintedPrincipal(
                                                view.principal().arn(),
                                                view.caller("session"),
                                                view.stack(),
                                                List.of())),
                                        Optional.empty()))));
            } else {
                String name = file.toString();
                PolicyDocument document = Inputs.policy(file);
                PolicyType of = type.map(LintInput::named).orElseGet(() -> PolicyType.guess(document));
                reaches.put(name, linter.addressesByCaller(LintedPolicy.of(name, of, document)));
            }
        }
        return reaches;
    }

    /** A folder that is no snapshot stands for its files. */
    private static List<Path> expand(List<Path> files) {
        List<Path> all = new ArrayList<>();
        for (Path file : files) {
            boolean folder = Files.isDirectory(file);
            boolean snapshot = folder
                    && (Files.exists(file.resolve("account.json")) || Files.exists(file.resolve("account.json.gz")));
            if (!folder || snapshot) {
                all.add(file);
                continue;
            }
            try (Stream<Path> below = Files.walk(file)) {
                List<Path> found = below.filter(f -> f.toString().endsWith(".json") && Files.isRegularFile(f))
                        .sorted()
                        .toList();
                if (found.isEmpty()) {
                    throw new InputException(file + " holds no .json files");
                }
                all.addAll(found);
            } catch (IOException e) {
                throw Inputs.problem(file, e);
            }
        }
        return all;
    }

    private static boolean isAccount(Path file) {
        byte[] bytes = Inputs.bytes(file);
        String head = new String(bytes, 0, Math.min(bytes.length, HEAD), StandardCharsets.UTF_8);
        return head.contains("\"UserDetailList\"")
                || head.contains("\"RoleDetailList\"")
                || head.contains("\"GroupDetailList\"");
    }

    private LintReport policy(Linter linter, Path file, Map<String, String> texts) {
        String name = file.toString();
        PolicyParse parse = PolicyParser.parse(Inputs.bytes(file));
        texts.put(name, parse.positions().text());
        PolicyType of = type.map(LintInput::named)
                .orElseGet(() -> parse.document().map(PolicyType::guess).orElse(PolicyType.IDENTITY));
        LintedPolicy policy = LintedPolicy.of(name, of, parse).in(name);
        return linter.lint(service.map(policy::on).orElse(policy));
    }

    private static PolicyType named(String text) {
        return PolicyType.parse(text)
                .orElseThrow(() -> new InputException("`" + text + "` is not a type of policy; expected one of "
                        + Stream.of(PolicyType.values()).map(PolicyType::text).toList()));
    }

    private static LintReport account(Linter linter, Path file, Map<String, String> texts) {
        AccountReading reading = AccountFiles.read(file);
        if (reading.snapshot().isEmpty()) {
            throw new InputException(reading.problems().get(0));
        }
        for (PolicySource policy : reading.policies()) {
            texts.putIfAbsent(
                    policy.source(), policy.encoded().orElse(policy.positions()).text());
        }
        return linter.lint(reading.snapshot().get(), reading.policies());
    }
}
