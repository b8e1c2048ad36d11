package io.iamtighten.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** Records which classes the command's usual jobs load. The launcher makes its class-data archive of them. */
final class ClassList {
    /** Which of the JDK's security providers are asked, which threads wait for which, and what the JVM loads at its end, differs. */
    private static final Pattern BY_CHANCE = Pattern.compile("(com/sun/security/sasl|javax/security/auth|org/jcp/xml"
            + "|sun/security/(jgss|pkcs11|smartcardio))/.*|java/security/(AuthProvider|PrivilegedActionException)"
            + "|java/util/concurrent/(ForkJoin|locks/AbstractQueuedSynchronizer\\$).*"
            + "|jdk/internal/misc/ScopedMemoryAccess\\$Scope");

    private static final String LAMBDA = "@lambda-proxy ";
    private static final String INVOKER = "@lambda-form-invoker ";

    private ClassList() {}

    /**
     * Runs {@link WarmUp} in a JVM of its own and writes the list: the same jobs give the same bytes.
     *
     * @param jar the command's jar, beside its libraries
     * @param demo the folder with the demo's account and trail
     * @param list the file to write
     */
    static void record(Path jar, Path demo, Path list) throws IOException, InterruptedException {
        Path raw = Files.createTempFile("iam-tighten", ".classes");
        try {
            ProcessBuilder run = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-XX:+UseSerialGC",
                            // Of two threads that meet at a lambda both write it down.
                            "-XX:ActiveProcessorCount=1",
                            "-Xshare:auto",
                            "-Duser.language=en",
                            "-Duser.country=US",
                            "-Duser.timezone=UTC",
                            "-Dfile.encoding=UTF-8",
                            "-XX:DumpLoadedClassList=" + raw,
                            "-cp",
                            jar.toString(),
                            WarmUp.class.getName(),
                            demo.toString())
                    .inheritIO();
            // Proxies, profiles and options of whoever builds would load other classes.
            run.environment().keySet().retainAll(Set.of("PATH", "LD_LIBRARY_PATH", "SystemRoot", "TEMP", "TMP"));
            run.environment()
                    .put("HOME", list.toAbsolutePath().resolveSibling("no-home").toString());
            run.environment().put("LC_ALL", "C.UTF-8");
            int code = run.start().waitFor();
            if (code != 0) {
                throw new IOException("the command's jobs ended with " + code);
            }
            Files.write(list, ordered(Files.readAllLines(raw)));
        } finally {
            Files.delete(raw);
        }
    }

    /** Classes come before what is made of them. A lambda's line stands once for each place that makes one. */
    static List<String> ordered(List<String> lines) {
        List<String> ordered = new ArrayList<>(lines.stream()
                .filter(line -> !line.startsWith("@")
                        && !line.startsWith("#")
                        && !BY_CHANCE.matcher(line).matches())
                .distinct()
                .sorted()
                .toList());
        for (String kind : List.of(INVOKER, LAMBDA)) {
            lines.stream()
                    .filter(line -> line.startsWith(kind))
                    .sorted(Comparator.naturalOrder())
                    .forEach(ordered::add);
        }
        return ordered;
    }
}
