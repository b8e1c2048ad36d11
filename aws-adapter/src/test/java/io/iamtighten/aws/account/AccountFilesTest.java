package io.iamtighten.aws.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.iamtighten.account.AccountPlace;
import io.iamtighten.account.AccountSnapshot;
import io.iamtighten.account.BucketSettings;
import io.iamtighten.account.OrganizationTree;
import io.iamtighten.account.PrincipalView;
import io.iamtighten.account.ResourcePolicy;
import io.iamtighten.policy.NamedPolicy;
import io.iamtighten.policy.PolicyParser;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AccountFilesTest {
    private static final String MINIMAL = "{\"UserDetailList\": [], \"RoleDetailList\": []}";

    @TempDir
    private Path folder;

    private static Path shared(String name) {
        Path file = Path.of(System.getProperty("shared.dir", "../../shared")).resolve(name);
        assumeTrue(Files.exists(file), "shared data missing: " + name);
        return file;
    }

    private static AccountSnapshot account(Path path) {
        AccountReading reading = AccountFiles.read(path);
        assertThat(reading.problems()).isEmpty();
        return reading.snapshot().orElseThrow();
    }

    @ParameterizedTest
    @CsvSource({
        "cloudtrail/accounts/111111111111-traildiscover.json, 1, 0, 2, 2",
        "cloudtrail/accounts/123837392027-invictus.json, 2, 1, 15, 6",
        "cloudtrail/accounts/347283850106-opensearch.json, 0, 0, 9, 12",
        "policies/cloudsplaining/example-authz-details.json, 3, 2, 3, 32",
        "workloads/account-gaad.json.gz, 0, 0, 1000, 207"
    })
    void realAccountsAreReadWholeAndSurviveTheRoundTrip(String name, int users, int groups, int roles, int policies)
            throws IOException {
        AccountSnapshot account = account(shared(name));
        assertThat(List.of(
                        account.users().size(),
                        account.groups().size(),
                        account.roles().size(),
                        account.policies().size()))
                .containsExactly(users, groups, roles, policies);
        assertThat(account.gaps()).isEmpty();
        assertThat(account.views()).flatExtracting(PrincipalView::gaps).isEmpty();
        Path copy = folder.resolve("copy");
        AccountFiles.write(copy, account);
        assertThat(account(copy)).isEqualTo(account);
    }

    @Test
    void theWholeFolderSurvivesTheRoundTripAndTheSameAccountGivesTheSameBytes() throws IOException {
        NamedPolicy full = policy("FullAWSAccess", "Allow");
        OrganizationTree tree = new OrganizationTree(
                Optional.of("o-a1b2c3d4e5"),
                Optional.of("999988887777"),
                true,
                new OrganizationTree.Unit(
                        "r-ab12",
                        "Root",
                        List.of(full),
                        List.of(policy("Org \"only\"", "Deny")),
                        List.of(new OrganizationTree.Unit(
                                "111122223333",
                                "shop",
                                List.of(full, policy("FullAWSAccess", "Deny")),
                                List.of(),
                                List.of()))));
        AccountSnapshot account = new AccountSnapshot(
                Optional.of("111122223333"),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                Optional.of(tree),
                List.of(resource("arn:aws:s3:::A.B"), resource("arn:aws:s3:::a.b"), resource("arn:aws:s3:::c")),
                List.of(
                        new BucketSettings("arn:aws:s3:::a", Optional.of(true), Optional.of(false)),
                        new BucketSettings("arn:aws:s3:::b", Optional.empty(), Optional.of(true)),
                        new BucketSettings("arn:aws:s3:::c", Optional.of(false), Optional.empty())),
                List.of("the bucket `x` could not be read: s3:GetBucketPolicy was refused"));
        Path first = folder.resolve("one");
        Path second = folder.resolve("two");
        AccountFiles.write(first, account);
        AccountFiles.write(second, account);
        AccountFiles.write(second, account);
        assertThat(account(first)).isEqualTo(account);
        assertThat(texts(first)).isEqualTo(texts(second));
        assertThat(tree.place("111122223333").map(AccountPlace::scps)).isPresent();
        try (Stream<Path> left = Files.list(folder)) {
            assertThat(left).containsExactlyInAnyOrder(first, second);
        }
    }

    @Test
    void theSettingsOfBucketsAreWhatTheServicesAnswerOrAnErrorWithItsPlace() throws IOException {
        Files.writeString(folder.resolve("account.json"), "{\"RoleDetailList\":[]}");
        Path buckets = folder.resolve("buckets.json");
        Files.writeString(
                buckets,
                "[{\"resource\":\"arn:aws:s3:::a\",\"Versioning\":{\"Status\":\"Suspended\",\"MFADelete\":\"Disabled\"},"
                        + "\"ObjectLockConfiguration\":{\"ObjectLockEnabled\":\"Enabled\",\"Rule\":{}}},"
                        + "{\"resource\":\"arn:aws:s3:::b\",\"Versioning\":{}}]");
        assertThat(account(folder).buckets())
                .containsExactly(
                        new BucketSettings("arn:aws:s3:::a", Optional.of(true), Optional.of(true)),
                        new BucketSettings("arn:aws:s3:::b", Optional.of(false), Optional.empty()));
        Files.writeString(
                buckets,
                "[{\"resource\":\"arn:aws:s3:::a/key\"},{\"resource\":\"arn:aws:s3:::b\",\"Versioning\":\"Enabled\"},"
                        + "{\"resource\":\"arn:aws:s3:::b\"},{\"Versioning\":{}}]");
        assertThat(AccountFiles.read(folder).problems())
                .hasSize(4)
                .allMatch(problem -> problem.startsWith(buckets + ": line 1, column "))
                .anyMatch(problem -> problem.contains("`arn:aws:s3:::a/key` is not the ARN of a bucket"))
                .anyMatch(problem -> problem.contains("/1/Versioning"))
                .anyMatch(problem -> problem.contains("stand twice"))
                .anyMatch(problem -> problem.contains("resource"));
    }

    private static ResourcePolicy resource(String arn) {
        return new ResourcePolicy(
                arn,
                Optional.of("111122223333"),
                new NamedPolicy(arn, policy(arn, "Allow").document()));
    }

    private static NamedPolicy policy(String name, String effect) {
        return new NamedPolicy(
                name,
                PolicyParser.parse("{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"" + effect
                                + "\",\"Action\":\"*\",\"Resource\":\"*\"}]}")
                        .orElseThrow());
    }

    private static List<String> texts(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile)
                    .sorted()
                    .map(file -> {
                        try {
                            return folder.relativize(file) + Files.readString(file);
                        } catch (IOException e) {
                            throw new java.io.UncheckedIOException(e);
                        }
                    })
                    .toList();
        }
    }

    @Test
    void aFolderWithOtherFilesIsNotOverwritten() throws IOException {
        Files.writeString(folder.resolve("precious.txt"), "x");
        AccountSnapshot account = account(write("account-only.json", MINIMAL.getBytes(StandardCharsets.UTF_8)));
        assertThatThrownBy(() -> AccountFiles.write(folder, account)).hasMessageContaining("would be lost");
        assertThat(folder.resolve("precious.txt")).exists();
    }

    @Test
    void everyBadInputIsOneLineThatSaysWhatToDo() throws IOException {
        byte[] gzip = gzip(MINIMAL);
        assertThat(problem(folder.resolve("nothing.json"))).contains("there is no file");
        assertThat(problem(folder)).contains("holds no account.json");
        assertThat(problem(write("empty.json", new byte[0]))).contains("the text is empty");
        assertThat(problem(write("cut.json.gz", Arrays.copyOf(gzip, gzip.length - 12))))
                .contains("ends too early");
        assertThat(problem(write("head.json.gz", new byte[] {0x1f, (byte) 0x8b})))
                .contains("ends too early");
        assertThat(problem(write("latin.json", new byte[] {'"', (byte) 0xe9, '"'})))
                .contains("not UTF-8");
        assertThat(problem(write("text.json", "hello".getBytes(StandardCharsets.UTF_8))))
                .contains("not JSON");
        assertThat(problem(write("list.json", "[1]".getBytes(StandardCharsets.UTF_8))))
                .contains("found a number");
    }

    @Test
    void gzipIsKnownByItsFirstBytes() throws IOException {
        assertThat(account(write("account.txt", gzip(MINIMAL))).roles()).isEmpty();
    }

    private Path write(String name, byte[] bytes) throws IOException {
        return Files.write(folder.resolve(name), bytes);
    }

    private static String problem(Path path) {
        AccountReading reading = AccountFiles.read(path);
        assertThat(reading.snapshot()).isEmpty();
        assertThat(reading.problems())
                .isNotEmpty()
                .allSatisfy(line -> assertThat(line).doesNotContain("\n"));
        return reading.problems().get(0);
    }

    private static byte[] gzip(String text) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OutputStream out = new GZIPOutputStream(bytes)) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return bytes.toByteArray();
    }
}
