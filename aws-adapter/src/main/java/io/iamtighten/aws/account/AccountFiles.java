package io.iamtighten.aws.account;

import io.iamtighten.account.AccountParse;
import io.iamtighten.account.AccountParser;
import io.iamtighten.account.AccountProblem;
import io.iamtighten.account.AccountSnapshot;
import io.iamtighten.account.AccountText;
import io.iamtighten.account.AccountWriter;
import io.iamtighten.account.ResourcePolicy;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Accounts in files: what {@code aws iam get-account-authorization-details} prints, plain or gzip, or a folder with
 * {@code account.json}, {@code organization.json}, {@code resource-policies/*.json} and {@code buckets.json}, of which only the first must be
 * there.
 */
public final class AccountFiles {
    private static final String ACCOUNT = "account.json";
    private static final String ORGANIZATION = "organization.json";
    private static final String RESOURCE_POLICIES = "resource-policies";
    private static final String BUCKETS = "buckets.json";
    private static final int LONGEST_NAME = 120;

    private AccountFiles() {}

    /** Reads a file of account details, or a folder as {@link #write} makes it. */
    public static AccountReading read(Path path) {
        List<String> problems = new ArrayList<>();
        if (!Files.isDirectory(path)) {
            return parse(
                    text(path, problems).map(List::of).orElse(List.of()),
                    Optional.empty(),
                    List.of(),
                    Optional.empty(),
                    problems);
        }
        Optional<Path> details = present(path, ACCOUNT);
        if (details.isEmpty()) {
            // What lies in a folder that may not be entered does not seem to exist.
            boolean closed = !Files.isReadable(path) || !Files.isExecutable(path);
            problems.add(
                    closed
                            ? FileTexts.problem(path, new AccessDeniedException(path.toString()))
                            : path + " holds no " + ACCOUNT
                                    + "; expected a folder that `iam-tighten snapshot --out` wrote, or the file that"
                                    + " `aws iam get-account-authorization-details` prints");
            return new AccountReading(Optional.empty(), problems, List.of());
        }
        List<AccountText> texts = text(details.get(), problems).map(List::of).orElse(List.of());
        Optional<AccountText> organization = present(path, ORGANIZATION).flatMap(file -> text(file, problems));
        List<AccountText> resources = new ArrayList<>();
        for (Path file : resourcePolicies(path.resolve(RESOURCE_POLICIES), problems)) {
            text(file, problems).ifPresent(resources::add);
        }
        Optional<AccountText> buckets = present(path, BUCKETS).flatMap(file -> text(file, problems));
        return parse(texts, organization, resources, buckets, problems);
    }

    private static AccountReading parse(
            List<AccountText> details,
            Optional<AccountText> organization,
            List<AccountText> resources,
            Optional<AccountText> buckets,
            List<String> problems) {
        AccountParse parse = AccountParser.parse(details, organization, resources, buckets);
        parse.problems().stream().map(AccountProblem::line).forEach(problems::add);
        return new AccountReading(problems.isEmpty() ? parse.snapshot() : Optional.empty(), problems, parse.policies());
    }

    private static Optional<Path> present(Path folder, String name) {
        return List.of(folder.resolve(name), folder.resolve(name + ".gz")).stream()
                .filter(Files::exists)
                .findFirst();
    }

    private static List<Path> resourcePolicies(Path folder, List<String> problems) {
        List<Path> files = new ArrayList<>();
        if (!Files.exists(folder)) {
            return files;
        }
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
            for (Path entry : entries) {
                String name = entry.getFileName().toString();
                if (name.endsWith(".json") || name.endsWith(".json.gz")) {
                    files.add(entry);
                } else if (!name.startsWith(".")) {
                    problems.add(entry + " is no .json file; only resource policies belong in this folder");
                }
            }
        } catch (IOException | java.nio.file.DirectoryIteratorException e) {
            problems.add(FileTexts.problem(folder, e));
        }
        files.sort(Comparator.comparing(Path::toString));
        return files;
    }

    private static Optional<AccountText> text(Path file, List<String> problems) {
        try {
            return Optional.of(new AccountText(file.toString(), FileTexts.read(file)));
        } catch (IOException e) {
            problems.add(FileTexts.problem(file, e));
            return Optional.empty();
        }
    }

    /**
     * Writes an account as a folder, whole or not at all. A folder that such a call wrote before is replaced.
     *
     * @throws IOException when the folder holds other files, which would be lost, or cannot be written; the message is for people
     */
    public static void write(Path folder, AccountSnapshot account) throws IOException {
        Path target = folder.toAbsolutePath().normalize();
        requireReplaceable(target);
        Path parent = target.getParent() == null ? target : target.getParent();
        Files.createDirectories(parent);
        Path fresh = Files.createTempDirectory(parent, ".iam-tighten-snapshot");
        try {
            fill(fresh, account);
            replace(target, fresh);
        } finally {
            delete(fresh);
        }
    }

    private static void fill(Path folder, AccountSnapshot account) throws IOException {
        put(folder.resolve(ACCOUNT), AccountWriter.details(account));
        if (account.organization().isPresent()) {
            put(
                    folder.resolve(ORGANIZATION),
                    AccountWriter.organization(account.organization().get()));
        }
        if (!account.buckets().isEmpty()) {
            put(folder.resolve(BUCKETS), AccountWriter.buckets(account.buckets()));
        }
        if (!account.resourcePolicies().isEmpty()) {
            Path policies = Files.createDirectory(folder.resolve(RESOURCE_POLICIES));
            Set<String> taken = new HashSet<>();
            for (ResourcePolicy policy : account.resourcePolicies()) {
                put(policies.resolve(fileName(policy.resourceArn(), taken)), AccountWriter.resourcePolicy(policy));
            }
        }
    }

    /** File names are the ARN without what file systems dislike; those that then collide are numbered. */
    private static String fileName(String arn, Set<String> taken) {
        StringBuilder plain = new StringBuilder();
        for (int i = 0; i < Math.min(arn.length(), LONGEST_NAME); i++) {
            char c = arn.charAt(i);
            boolean kept = c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '-' || c == '.';
            plain.append(kept ? c : '_');
        }
        String name = plain.toString();
        for (int i = 2; !taken.add(name.toLowerCase(Locale.ROOT)); i++) {
            name = plain + "-" + i;
        }
        return name + ".json";
    }

    private static void put(Path file, String text) throws IOException {
        Files.write(file, text.getBytes(StandardCharsets.UTF_8));
    }

    static void requireReplaceable(Path target) throws IOException {
        if (!Files.exists(target)) {
            return;
        }
        if (!Files.isDirectory(target)) {
            throw new IOException(target + " is a file; a folder was expected");
        }
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(target)) {
            for (Path entry : entries) {
                String name = entry.getFileName().toString();
                if (!Set.of(ACCOUNT, ORGANIZATION, RESOURCE_POLICIES, BUCKETS).contains(name)) {
                    throw new IOException(target + " holds `" + name
                            + "`, which is no part of a snapshot and would be lost; give a new folder");
                }
            }
        }
    }

    private static void replace(Path target, Path fresh) throws IOException {
        if (!Files.exists(target)) {
            Files.move(fresh, target);
            return;
        }
        Path old = Files.createTempDirectory(target.getParent(), ".iam-tighten-old");
        Path aside = old.resolve("snapshot");
        try {
            Files.move(target, aside);
            try {
                Files.move(fresh, target);
            } catch (IOException e) {
                Files.move(aside, target);
                throw e;
            }
        } finally {
            delete(old);
        }
    }

    private static void delete(Path path) throws IOException {
        if (Files.isDirectory(path, java.nio.file.LinkOption.NOFOLLOW_LINKS)) {
            List<Path> entries = new ArrayList<>();
            try (DirectoryStream<Path> stream = Files.newDirectoryStream(path)) {
                stream.forEach(entries::add);
            }
            for (Path entry : entries) {
                delete(entry);
            }
        }
        Files.deleteIfExists(path);
    }
}
