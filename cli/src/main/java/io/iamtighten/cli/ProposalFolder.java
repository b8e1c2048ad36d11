package io.iamtighten.cli;

import io.iamtighten.policy.PolicyWriter;
import io.iamtighten.tighten.PolicyChange;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** A proposal as a folder of files. */
final class ProposalFolder {
    private static final String SCRIPT = "apply.sh";

    private ProposalFolder() {}

    /** Requires that a folder can be made, before the work whose results it is to hold. */
    static void requireNew(Path folder) {
        if (Files.exists(folder)) {
            throw new InputException(folder + " exists; --out-dir makes a new folder");
        }
        Path parent = folder.toAbsolutePath().getParent();
        if (parent == null || !Files.isDirectory(parent)) {
            throw new InputException("--out-dir " + folder + " cannot be made: there is no folder " + parent);
        }
    }

    /** Writes a new folder, whole or not at all. */
    static void write(Path folder, Rendering rendering) {
        requireNew(folder);
        Map<String, String> files = files(rendering);
        Path target = folder.toAbsolutePath();
        Path fresh = Inputs.beside(target);
        try {
            try {
                Files.createDirectory(fresh);
                Files.createDirectory(fresh.resolve("policies"));
                for (Map.Entry<String, String> file : files.entrySet()) {
                    Files.writeString(fresh.resolve(file.getKey()), file.getValue());
                }
                // False where a file system has no such right: the script is then run by `bash apply.sh`.
                fresh.resolve(SCRIPT).toFile().setExecutable(true, false);
                Files.move(fresh, target);
            } finally {
                deleteLeft(fresh, files.keySet());
            }
        } catch (IOException e) {
            throw new InputException(folder + " cannot be written: " + Inputs.why(target, e));
        }
    }

    /** Removes what an interrupted writing left; nothing when all of it has been moved. */
    private static void deleteLeft(Path fresh, Set<String> files) throws IOException {
        for (String file : files) {
            Files.deleteIfExists(fresh.resolve(file));
        }
        Files.deleteIfExists(fresh.resolve("policies"));
        Files.deleteIfExists(fresh);
    }

    private static Map<String, String> files(Rendering rendering) {
        Map<String, String> files = new LinkedHashMap<>();
        files.put("proposal.txt", rendering.text());
        files.put("proposal.json", rendering.json());
        files.put("pull-request.md", rendering.markdown());
        files.put("changes.diff", rendering.diff());
        files.put("policies.tf", rendering.terraform());
        files.put("template.json", rendering.cloudFormation());
        files.put(SCRIPT, rendering.script());
        rendering.curve().ifPresent(curve -> files.put("curve.csv", curve));
        // Names that differ only in case are one file on some systems.
        Set<String> taken = new HashSet<>();
        for (PolicyChange change : rendering.proposal().policies()) {
            if (change.after().isPresent()) {
                String name = change.name().replaceAll("[^\\w+=,.@-]", "_");
                String file = name;
                for (int i = 2; !taken.add(file.toLowerCase(Locale.ROOT)); i++) {
                    file = name + "-" + i;
                }
                files.put(
                        "policies/" + file + ".json",
                        PolicyWriter.canonical(change.after().get()) + "\n");
            }
        }
        return files;
    }
}
