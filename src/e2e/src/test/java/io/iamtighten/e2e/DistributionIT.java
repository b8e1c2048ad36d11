package io.iamtighten.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.iamtighten.testsupport.TestData;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The distribution, unpacked and started through a symbolic link, as a person would: into a folder with spaces in its name, and for the
 * class-data archive into one without.
 */
class DistributionIT {
    private static final Path JAVA_HOME = Path.of(System.getProperty("java.home"));
    /** What the launcher calls. */
    private static final List<String> TOOLS = List.of(
            "sh", "dirname", "readlink", "ls", "cksum", "mkdir", "rmdir", "find", "head", "wc", "mv", "rm", "true");

    @TempDir
    static Path folder;

    private static Path home;
    private static Path link;
    private static Path tools;
    /** The launcher below the folder without spaces. */
    private static Path plain;

    @BeforeAll
    static void unpack() throws IOException, InterruptedException {
        Path spaced = Files.createDirectories(folder.resolve("a place/with spaces"));
        run(spaced, Map.of(), "tar", "xzf", archive(".tar.gz").toString());
        home = only(spaced);
        Path other = Files.createDirectories(folder.resolve("plain@2+x,y~z"));
        run(other, Map.of(), "tar", "xzf", archive(".tar.gz").toString());
        plain = only(other).resolve("bin/iam-tighten");
        tools = Files.createDirectories(folder.resolve("tools"));
        for (String tool : TOOLS) {
            script(tools.resolve(tool), "exec " + find(tool) + " \"$@\"");
        }
        // A relative link to an absolute one.
        Path bin = Files.createDirectories(folder.resolve("bin"));
        Files.createSymbolicLink(bin.resolve("first"), home.resolve("bin/iam-tighten"));
        link = Files.createSymbolicLink(bin.resolve("iam-tighten"), Path.of("first"));
    }

    private static Path archive(String ending) throws IOException {
        try (Stream<Path> files = Files.list(TestData.source("cli/target"))) {
            return files.filter(file -> file.getFileName().toString().endsWith(ending))
                    .findFirst()
                    .orElseThrow();
        }
    }

    private static void script(Path file, String text) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, "#!/bin/sh\n" + text + "\n");
        assertThat(file.toFile().setExecutable(true)).isTrue();
    }

    private static Path only(Path place) throws IOException {
        try (Stream<Path> content = Files.list(place)) {
            return content.findFirst().orElseThrow();
        }
    }

    private static Path find(String tool) {
        return Stream.of("/bin", "/usr/bin")
                .map(place -> Path.of(place, tool))
                .filter(Files::isExecutable)
                .findFirst()
                .orElseThrow();
    }

    private record Result(int code, String out, String err) {}

    private static Result run(Path in, Map<String, String> environment, String... line)
            throws IOException, InterruptedException {
        Path out = Files.createTempFile(folder, "run", ".out");
        Path err = Files.createTempFile(folder, "run", ".err");
        ProcessBuilder builder = new ProcessBuilder(line)
                .directory(in.toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
        if (!environment.isEmpty()) {
            builder.environment().clear();
            builder.environment().putAll(environment);
        }
        Process process = builder.start();
        process.getOutputStream().close();
        if (!process.waitFor(5, TimeUnit.MINUTES)) {
            process.destroyForcibly();
            throw new IllegalStateException("does not end: " + String.join(" ", line));
        }
        return new Result(process.exitValue(), Files.readString(out), Files.readString(err));
    }

    /** An environment with nothing but the launcher's tools, a cache of its own, and what is added. */
    private static Map<String, String> environment(String cache, Map<String, String> more) {
        Map<String, String> environment = new HashMap<>();
        environment.put("PATH", tools.toString());
        environment.put("XDG_CACHE_HOME", folder.resolve(cache).toString());
        environment.putAll(more);
        return environment;
    }

    private static Map<String, String> withJava(String cache) {
        return environment(cache, Map.of("JAVA_HOME", JAVA_HOME.toString()));
    }

    private static Result start(Map<String, String> environment, String... arguments)
            throws IOException, InterruptedException {
        return start(link, environment, arguments);
    }

    private static Result start(Path command, Map<String, String> environment, String... arguments)
            throws IOException, InterruptedException {
        List<String> line = new ArrayList<>(List.of(command.toString()));
        line.addAll(List.of(arguments));
        return run(folder, environment, line.toArray(new String[0]));
    }

    private static void oneLine(Result result, String... parts) {
        assertThat(result.code()).isEqualTo(2);
        assertThat(result.out()).isEmpty();
        assertThat(result.err().lines().toList()).hasSize(1);
        assertThat(result.err()).startsWith("iam-tighten: ").contains(parts);
    }

    @Test
    void itRunsThroughALinkFromAPlaceWithSpaces() throws IOException, InterruptedException {
        Result version = start(withJava("cache"), "--version");
        assertThat(version.code()).as(version.err()).isZero();
        assertThat(version.out()).matches("iam-tighten [0-9.]+ \\(catalog [0-9.]+ of [0-9]{4}-[0-9]{2}-[0-9]{2}\\)\n");
        String demo = home.resolve("share/demo").toString();
        Result tightened = start(withJava("cache"), "DeployRole", "--account", demo, "--trail", demo + "/trail");
        assertThat(tightened.code()).as(tightened.err()).isZero();
        assertThat(tightened.out()).contains("PROVEN to allow nothing new");
        assertThat(tightened.err()).isEmpty();
    }

    @Test
    void aJavaOnThePathWillDo() throws IOException, InterruptedException {
        Path path = folder.resolve("java on the path");
        script(path.resolve("java"), "exec '" + JAVA_HOME.resolve("bin/java") + "' \"$@\"");
        Result result = start(environment("cache", Map.of("PATH", path + ":" + tools)), "--version");
        assertThat(result.code()).as(result.err()).isZero();
    }

    @Test
    void withoutJavaOneLineSaysSo() throws IOException, InterruptedException {
        oneLine(start(environment("cache", Map.of()), "--help"), "there is no java", "17");
    }

    @Test
    void aJavaHomeWithoutJavaIsNamed() throws IOException, InterruptedException {
        oneLine(
                start(environment("cache", Map.of("JAVA_HOME", "/no/such/place")), "--help"),
                "JAVA_HOME is /no/such/place");
    }

    @Test
    void aJavaThatIsTooOldIsNamedWithItsVersion() throws IOException, InterruptedException {
        for (Map.Entry<String, String> old :
                Map.of("1.8.0_402", "Java 8", "11.0.2", "Java 11").entrySet()) {
            Path fake = folder.resolve("jdk-" + old.getKey());
            script(fake.resolve("bin/java"), "exit 1");
            Files.writeString(
                    fake.resolve("release"),
                    "IMPLEMENTOR=\"X\"\nJAVA_VERSION=\"" + old.getKey() + "\"\nOS_NAME=\"Linux\"\n");
            oneLine(start(environment("cache", Map.of("JAVA_HOME", fake.toString())), "--help"), old.getValue(), "17");
        }
    }

    private static List<Path> cached(String cache) throws IOException {
        Path place = folder.resolve(cache).resolve("iam-tighten");
        if (!Files.isDirectory(place)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(place)) {
            return files.sorted().toList();
        }
    }

    private static Path awaitArchive(String cache) throws IOException, InterruptedException {
        for (int i = 0; i < 6_000; i++) {
            List<Path> files = cached(cache);
            if (files.size() == 1 && files.get(0).toString().endsWith(".jsa")) {
                return files.get(0);
            }
            TimeUnit.MILLISECONDS.sleep(100);
        }
        throw new IllegalStateException("no class-data archive, but " + cached(cache));
    }

    private static boolean uses(Map<String, String> environment) throws IOException, InterruptedException {
        Path log = Files.createTempFile(folder, "classes", ".log");
        Map<String, String> logged = new HashMap<>(environment);
        logged.put("IAM_TIGHTEN_JAVA_OPTS", "-Xlog:class+load:file=" + log);
        assertThat(start(plain, logged, "--help").code()).isZero();
        try (Stream<String> lines = Files.lines(log)) {
            return lines.anyMatch(line -> line.contains("io.iamtighten.cli.Main ") && line.contains("shared objects"));
        }
    }

    @Test
    void firstRunsAtOnceMakeOneArchiveThatLaterRunsUseAndABadOneDoesNoHarm() throws IOException, InterruptedException {
        Map<String, String> environment = withJava("parallel");
        List<Process> runs = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            ProcessBuilder builder = new ProcessBuilder(plain.toString(), "--version")
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.DISCARD);
            builder.environment().clear();
            builder.environment().putAll(environment);
            runs.add(builder.start());
        }
        for (Process run : runs) {
            assertThat(run.waitFor()).isZero();
        }
        Path archive = awaitArchive("parallel");
        assertThat(uses(environment)).isTrue();
        Result before = start(plain, environment, "--help");
        byte[] start = new byte[1_000_000];
        try (InputStream whole = Files.newInputStream(archive)) {
            whole.readNBytes(start, 0, start.length);
        }
        Files.delete(archive);
        Files.write(archive, start);
        assertThat(start(plain, environment, "--help")).isEqualTo(before);
        awaitArchive("parallel");
        assertThat(uses(environment)).isTrue();
    }

    @Test
    void anotherJavaGetsAnArchiveOfItsOwn() throws IOException, InterruptedException {
        Path jvms = Path.of("/usr/lib/jvm");
        Assumptions.assumeTrue(Files.isDirectory(jvms), "there is no other Java");
        List<Path> others;
        try (Stream<Path> all = Files.list(jvms)) {
            others = all.filter(jvm -> Files.isExecutable(jvm.resolve("bin/java")))
                    .map(DistributionIT::real)
                    .filter(jvm -> !jvm.equals(real(JAVA_HOME)))
                    .distinct()
                    .toList();
        }
        Assumptions.assumeFalse(others.isEmpty(), "there is no other Java");
        Map<String, String> own = withJava("other");
        assertThat(start(plain, own, "--version").code()).isZero();
        Path first = awaitArchive("other");
        Map<String, String> other =
                environment("other", Map.of("JAVA_HOME", others.get(0).toString()));
        Result result = start(plain, other, "--version");
        assertThat(result.code()).as(result.err()).isZero();
        assertThat(result.err()).isEmpty();
        for (int i = 0;
                i < 6_000
                        && cached("other").stream()
                                        .filter(f -> f.toString().endsWith(".jsa"))
                                        .count()
                                < 2;
                i++) {
            TimeUnit.MILLISECONDS.sleep(100);
        }
        assertThat(cached("other")).contains(first).hasSizeGreaterThan(1);
        assertThat(uses(own)).isTrue();
        assertThat(uses(other)).isTrue();
    }

    private static Path real(Path path) {
        try {
            return path.toRealPath();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void withoutAPlaceForTheArchiveItRunsAllTheSame() throws IOException, InterruptedException {
        Path file = Files.writeString(folder.resolve("a file"), "no folder");
        Map<String, String> environment = withJava("cache");
        environment.put("XDG_CACHE_HOME", file.toString());
        Result result = start(plain, environment, "--version");
        assertThat(result.code()).isZero();
        assertThat(result.err()).isEmpty();
        environment.remove("XDG_CACHE_HOME");
        assertThat(start(plain, environment, "--version").code()).isZero();
        environment.put("IAM_TIGHTEN_CDS", "off");
        environment.put("XDG_CACHE_HOME", folder.resolve("unused").toString());
        assertThat(start(plain, environment, "--version").code()).isZero();
        assertThat(folder.resolve("unused")).doesNotExist();
    }

    @Test
    void littleMemoryIsEnoughForAShortRun() throws IOException, InterruptedException {
        Map<String, String> environment = withJava("cache");
        environment.put("IAM_TIGHTEN_JAVA_OPTS", "-Xmx48m");
        String demo = home.resolve("share/demo").toString();
        Result result = start(environment, "DeployRole", "--account", demo, "--trail", demo + "/trail");
        assertThat(result.code()).as(result.err()).isZero();
        assertThat(result.err()).isEmpty();
    }

    @Test
    void whatIsMadeForTheDistributionDoesNotDependOnWhoBuildsIt() throws IOException, InterruptedException {
        Path again = Files.createDirectories(folder.resolve("again"));
        Files.createDirectories(again.resolve("lib"));
        Path jar;
        try (Stream<Path> jars = Files.list(home.resolve("lib"))) {
            jar = jars.filter(file -> file.getFileName().toString().startsWith("iam-tighten-cli-"))
                    .findFirst()
                    .orElseThrow();
        }
        Map<String, String> elsewhere = Map.of(
                "HTTP_PROXY", "http://127.0.0.1:9",
                "HTTPS_PROXY", "http://127.0.0.1:9",
                "AWS_PROFILE", "somebody",
                "AWS_ACCESS_KEY_ID", "AKIDEXAMPLE",
                "LC_ALL", "C",
                "TZ", "Pacific/Kiritimati");
        String version = jar.getFileName().toString().replaceAll("iam-tighten-cli-|\\.jar", "");
        Result made = run(
                folder,
                elsewhere,
                JAVA_HOME.resolve("bin/java").toString(),
                "-cp",
                jar.toString(),
                "io.iamtighten.cli.Packaging",
                version,
                jar.toString(),
                home.resolve("share/demo").toString(),
                again.toString());
        assertThat(made.code()).as(made.err()).isZero();
        for (String file : List.of(
                "lib/classes.lst", "share/bash-completion/completions/iam-tighten", "share/man/man1/iam-tighten.1")) {
            assertThat(again.resolve(file)).hasSameTextualContentAs(home.resolve(file));
        }
    }

    @Test
    void theZipHoldsTheSameFiles() throws IOException {
        Map<String, Long> unpacked = new TreeMap<>();
        try (Stream<Path> files = Files.walk(home)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                unpacked.put(home.getFileName() + "/" + home.relativize(file), Files.size(file));
            }
        }
        Map<String, Long> zipped = new TreeMap<>();
        try (ZipFile zip = new ZipFile(archive(".zip").toFile())) {
            for (ZipEntry entry : java.util.Collections.list(zip.entries())) {
                if (!entry.isDirectory()) {
                    zipped.put(entry.getName(), entry.getSize());
                }
            }
        }
        assertThat(zipped).isEqualTo(unpacked);
        String top = home.getFileName() + "/";
        assertThat(zipped)
                .containsKeys(
                        top + "bin/iam-tighten",
                        top + "bin/iam-tighten.cmd",
                        top + "LICENSE",
                        top + "NOTICE",
                        top + "lib/classes.lst",
                        top + "share/bash-completion/completions/iam-tighten",
                        top + "share/man/man1/iam-tighten.1");
    }

    @Test
    void theWindowsLauncherStartsTheSameJar() throws IOException {
        String script = Files.readString(home.resolve("bin/iam-tighten.cmd"));
        assertThat(script.replace("\r\n", "")).doesNotContain("\n").doesNotContain("@version@");
        Matcher jar = Pattern.compile("iam-tighten-cli-[0-9.]+\\.jar").matcher(script);
        assertThat(jar.find()).isTrue();
        assertThat(script.lines())
                .as("a bracket in a path would end a block in brackets")
                .noneMatch(line -> line.strip().endsWith("(") || line.strip().startsWith(")"));
        assertThat(script.indexOf("%VERSION% LSS 19"))
                .as("an older JVM told of an archive that is not there uses none at all")
                .isBetween(0, script.indexOf("-XX:SharedArchiveFile"));
        assertThat(home.resolve("lib").resolve(jar.group())).exists();
        assertThat(Files.readString(home.resolve("bin/iam-tighten")))
                .contains(jar.group())
                .doesNotContain("@version@");
    }

    @Test
    void completionKnowsCommandsOptionsAndValues() throws IOException, InterruptedException {
        String script =
                home.resolve("share/bash-completion/completions/iam-tighten").toString();
        String ask =
                "source \"$0\"; compopt() { :; }; COMP_WORDS=(\"$@\"); COMP_CWORD=$(($# - 1)); _complete_iam-tighten;"
                        + " echo \"${COMPREPLY[*]}\"";
        Map<String, String> answers = new TreeMap<>();
        for (String words : List.of(
                "iam-tighten comp",
                "iam-tighten lint --fail-o",
                "iam-tighten DeployRole --tra",
                "iam-tighten catalog up",
                "iam-tighten DeployRole --unverifiable ")) {
            List<String> line = new ArrayList<>(List.of("bash", "-c", ask, script));
            line.addAll(List.of(words.split(" ", -1)));
            Result result = run(folder, Map.of("PATH", "/usr/bin:/bin"), line.toArray(new String[0]));
            assertThat(result.err()).as(words).isEmpty();
            answers.put(words, result.out().strip());
        }
        assertThat(answers)
                .containsEntry("iam-tighten comp", "compare")
                .containsEntry("iam-tighten lint --fail-o", "--fail-on")
                .containsEntry("iam-tighten DeployRole --tra", "--trail")
                .containsEntry("iam-tighten catalog up", "update")
                .containsEntry("iam-tighten DeployRole --unverifiable ", "keep used drop");
    }
}
