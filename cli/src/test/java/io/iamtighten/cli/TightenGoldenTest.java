package io.iamtighten.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.iamtighten.cli.render.UnifiedDiff;
import io.iamtighten.testsupport.TestData;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The main job's outputs on the demo, whole, as they are stored in testdata. */
class TightenGoldenTest {
    private static final Path DEMO = TestData.ours("demo");
    private static final int SHOWN = 20;
    private static final Path FOLDER = TestData.ours("golden");

    @ParameterizedTest
    @ValueSource(strings = {"text", "json", "markdown", "diff", "terraform", "cloudformation", "script"})
    void theDemosProposalIsAsStoredInEveryFormat(String format) throws IOException {
        compare(
                "demo." + format,
                "DeployRole",
                "--account",
                DEMO.toString(),
                "--trail",
                DEMO.resolve("trail").toString(),
                "--format",
                format);
    }

    @ParameterizedTest
    @ValueSource(strings = {"text"})
    void whatTheAccountAloneShowsIsAsStored(String format) throws IOException {
        compare("demo-account-alone." + format, "DeployRole", "--account", DEMO.toString(), "--format", format);
    }

    private static void compare(String name, String... args) throws IOException {
        CommandRun run = CommandRun.of(args);
        String actual = name.endsWith(".json") ? abridged(run) : run.out();
        Path golden = FOLDER.resolve(name);
        if (Boolean.getBoolean("update.golden")) {
            Files.writeString(golden, actual);
        }
        String stored = Files.exists(golden) ? Files.readString(golden) : "";
        if (!actual.equals(stored)) {
            Assertions.fail("testdata/golden/" + name + " differs (write it anew with -Dupdate.golden=true):\n"
                    + UnifiedDiff.of(
                            "stored",
                            "now",
                            stored.lines().toList(),
                            actual.lines().toList()));
        }
    }

    /** Thousands of actions go: of long lists the beginning is shown, the rest is a number and a digest. */
    private static String abridged(CommandRun run) {
        ObjectNode root = (ObjectNode) run.json();
        for (String list : List.of("removed", "blindSpots")) {
            ArrayNode shown = JsonNodeFactory.instance.arrayNode();
            JsonNode all = root.path(list);
            for (int i = 0; i < Math.min(SHOWN, all.size()); i++) {
                shown.add(all.get(i));
            }
            shown.add(all.size() + " in all, SHA-256 " + digest(all.toString()));
            root.set(list, shown);
        }
        return root.toPrettyString() + "\n";
    }

    private static String digest(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
