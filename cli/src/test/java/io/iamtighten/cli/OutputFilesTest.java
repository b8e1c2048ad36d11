package io.iamtighten.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.iamtighten.testsupport.TestData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Where results go, and the paths and times that a command line gives. */
class OutputFilesTest {
    private static final String DEMO = TestData.ours("demo").toString();
    private static final String TRAIL = TestData.ours("demo").resolve("trail").toString();

    @TempDir
    private Path folder = Path.of("");

    private static CommandRun lint(String... more) {
        List<String> args = new ArrayList<>(
                List.of("lint", TestData.ours("lint/github-trust.json").toString()));
        args.addAll(List.of(more));
        return CommandRun.of(args.toArray(String[]::new));
    }

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    private static void refused(CommandRun run, String expected) {
        assertThat(run.code()).as(run.err()).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).contains(expected).hasLineCount(1).doesNotContain("Exception");
    }

    @Test
    void aFileIsWrittenWholeAndNothingIsLeftBesideIt() throws IOException {
        Path file = folder.resolve("findings.txt");
        lint("--out", file.toString());
        assertThat(file).hasContent(lint().out());
        assertThat(names()).containsExactly("findings.txt");
    }

    @Test
    @EnabledOnOs({OS.LINUX, OS.MAC})
    void theFileGetsOrdinaryPermissionsAndKeepsThoseItHas() throws IOException {
        Path ordinary = Files.createFile(folder.resolve("ordinary"));
        Path file = folder.resolve("findings.txt");
        lint("--out", file.toString());
        assertThat(Files.getPosixFilePermissions(file)).isEqualTo(Files.getPosixFilePermissions(ordinary));
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-x---"));
        lint("--out", file.toString());
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-r-x---");
    }

    @Test
    @EnabledOnOs({OS.LINUX, OS.MAC})
    void aLinkStaysAndTheFileItLeadsToIsReplaced() throws IOException {
        Path file = Files.writeString(folder.resolve("findings.txt"), "old");
        Path link = Files.createSymbolicLink(folder.resolve("link"), Path.of("findings.txt"));
        lint("--out", link.toString());
        assertThat(link).isSymbolicLink();
        assertThat(file).hasContent(lint().out());
    }

    /** Replacing it, as a user who may, would harm the whole machine. */
    @Test
    @EnabledOnOs({OS.LINUX, OS.MAC})
    void aPipeTakesTheResultAndStaysAPipe() throws IOException, InterruptedException {
        Path pipe = folder.resolve("pipe");
        assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor())
                .isZero();
        Path copy = folder.resolve("copy");
        Process reader = new ProcessBuilder("cat", pipe.toString())
                .redirectOutput(copy.toFile())
                .start();
        lint("--out", pipe.toString());
        assertThat(reader.waitFor(1, TimeUnit.MINUTES)).isTrue();
        assertThat(copy).hasContent(lint().out());
        assertThat(Files.isRegularFile(pipe)).isFalse();
        assertThat(names()).containsExactly("copy", "pipe");
    }

    @Test
    void whatCannotBeWrittenIsToldInTheUsersWords() throws IOException {
        refused(lint("--out", folder.toString()), folder + " is a directory; name a file");
        Path missing = folder.resolve("missing");
        for (String[] run : new String[][] {
            {"lint", TestData.ours("lint/github-trust.json").toString(), "--out"},
            {"usage", "--trail", TRAIL, "--out"},
            {"DeployRole", "--account", DEMO, "--out"},
            {"DeployRole", "--account", DEMO, "--out-dir"}
        }) {
            List<String> args = new ArrayList<>(List.of(run));
            args.add(missing.resolve("file").toString());
            refused(CommandRun.of(args.toArray(String[]::new)), missing.resolve("file") + " cannot be ");
            refused(CommandRun.of(args.toArray(String[]::new)), ": there is no folder " + missing);
        }
        assertThat(names()).isEmpty();
    }

    @Test
    void aProposalsFolderIsWholeAndNothingIsLeftBesideIt() throws IOException {
        Path target = folder.resolve("proposal");
        assertThat(CommandRun.of("DeployRole", "--account", DEMO, "--out-dir", target.toString())
                        .code())
                .isZero();
        assertThat(names()).containsExactly("proposal");
        assertThat(target.resolve("policies")).isNotEmptyDirectory();
        refused(
                CommandRun.of("DeployRole", "--account", DEMO, "--out-dir", target.toString()),
                "exists; --out-dir makes a new folder");
    }

    /** As a variable that was never set is; the working folder is not meant. */
    @Test
    void anEmptyPathIsRefused() {
        String message = "the path is empty; name a file or folder";
        refused(CommandRun.of("DeployRole", "--account", ""), message);
        refused(CommandRun.of("DeployRole", "--account", DEMO, "--trail", ""), message);
        refused(CommandRun.of("usage", "--trail", ""), message);
        refused(lint("--out", ""), message);
        refused(CommandRun.of("DeployRole", "--account", "a\0b"), "is no path that this system can name");
    }

    @Test
    void aWindowThatEndsBeforeItBeginsIsRefused() {
        for (String[] run : new String[][] {{"usage"}, {"DeployRole", "--account", DEMO}}) {
            List<String> args = new ArrayList<>(List.of(run));
            args.addAll(List.of("--trail", TRAIL, "--since", "2026-10-02", "--until", "2026-10-01"));
            refused(CommandRun.of(args.toArray(String[]::new)), "--until 2026-10-01 is not after --since 2026-10-02");
        }
        assertThat(CommandRun.of("usage", "--trail", TRAIL, "--since", "2026-10-02", "--until", "2026-10-02")
                        .code())
                .as("a day is a window")
                .isZero();
    }

    @Test
    void misuseNamesTheWholeCommandToAskForHelp() {
        refused(CommandRun.of("catalog", "update", "x"), "(see iam-tighten catalog update --help)");
        refused(CommandRun.of("usage"), "(see iam-tighten usage --help)");
    }
}
