package io.iamtighten.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

class ManPagesTest {
    private static final Map<String, String> PAGES = new ManPages("1.2.3", "2026-01-31").of(Packaging.whole());

    @Test
    void everyCommandHasAPageAndEveryOptionStandsOnIt() {
        CommandLine root = Packaging.whole();
        check(root);
        assertThat(PAGES).containsKeys("iam-tighten.1", "iam-tighten-who-can.1", "iam-tighten-catalog-show.1");
    }

    private static void check(CommandLine command) {
        String page = PAGES.get(command.getCommandSpec().qualifiedName("-") + ".1");
        assertThat(page).isNotNull();
        for (OptionSpec option : command.getCommandSpec().options()) {
            for (String name : option.names()) {
                assertThat(page).contains(name.replace("-", "\\-"));
            }
        }
        command.getSubcommands().values().forEach(ManPagesTest::check);
    }

    @Test
    void nothingOfATextIsTakenForARequestOfTheFormatter() {
        PAGES.values()
                .forEach(page -> assertThat(page.lines())
                        .allMatch(line -> !line.startsWith("'")
                                && (!line.startsWith(".") || line.matches("\\.(TH|SH|TP|PP|nf|fi|B|I)\\b.*"))
                                && !line.contains("@|")));
    }

    @Test
    void thePagesSayVersionAndDate() {
        assertThat(PAGES.get("iam-tighten.1")).startsWith(".TH \"IAM-TIGHTEN\" 1 \"2026-01-31\" \"iam-tighten 1.2.3\"");
    }
}
