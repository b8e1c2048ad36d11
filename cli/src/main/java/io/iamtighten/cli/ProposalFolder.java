package io.iamtighten.cli;

import io.iamtighten.cli.render.Documents;
import io.iamtighten.cli.render.ProposalChanges;
import io.iamtighten.cli.render.ProposalJson;
import io.iamtighten.cli.render.ProposalText;
import io.iamtighten.policy.PolicyWriter;
import io.iamtighten.tighten.PolicyChange;
import io.iamtighten.tighten.TighteningProposal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** A proposal as a folder of files. */
final class ProposalFolder {
    private ProposalFolder() {}

    /** Writes a new folder, whole or not at all. */
    static void write(Path folder, TighteningProposal proposal) {
        if (Files.exists(folder)) {
            throw new InputException(folder + " exists; --out-dir makes a new folder");
        }
        Map<String, String> files = new LinkedHashMap<>();
        files.put("proposal.txt", ProposalText.render(proposal, Documents.SHOWN));
        files.put("proposal.json", ProposalJson.render(proposal, Documents.SHOWN));
        files.put("pull-request.md", ProposalChanges.markdown(proposal));
        files.put("changes.diff", ProposalChanges.diff(proposal));
        files.put("policies.tf", ProposalChanges.terraform(proposal));
        files.put("template.json", ProposalChanges.cloudFormation(proposal));
        files.put("apply.sh", ProposalChanges.script(proposal));
        for (PolicyChange change : proposal.policies()) {
            if (change.after().isPresent()) {
                String name = change.name().replaceAll("[^\\w+=,.@-]", "_");
                String file = "policies/" + name + ".json";
                for (int i = 2; files.containsKey(file); i++) {
                    file = "policies/" + name + "-" + i + ".json";
                }
                files.put(file, PolicyWriter.canonical(change.after().get()) + "\n");
            }
        }
        Path target = folder.toAbsolutePath();
        Path fresh = Inputs.beside(target);
        try {
            try {
                Files.createDirectory(fresh);
                Files.createDirectory(fresh.resolve("policies"));
                for (Map.Entry<String, String> file : files.entrySet()) {
                    Files.writeString(fresh.resolve(file.getKey()), file.getValue());
                }
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
}
