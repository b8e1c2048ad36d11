package io.iamtighten.aws.account;

import static org.assertj.core.api.Assertions.assertThat;

import io.iamtighten.account.AccountParse;
import io.iamtighten.account.AccountParser;
import io.iamtighten.account.AccountText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The examples of the guide's page on account files are what it says they are. */
class AccountGuideTest {
    @Test
    void theGuidesExamplesAreRead() throws IOException {
        String page = Files.readString(
                Path.of(System.getProperty("root.dir", "..")).resolve("src/docs/guide/account-files.md"));
        String[] parts = page.split("```json\n");
        assertThat(parts).hasSize(4);
        AccountParse parse = AccountParser.parse(
                List.of(),
                Optional.of(example("organization.json", parts[1])),
                List.of(example("bucket.json", parts[2])),
                Optional.of(example("buckets.json", parts[3])));
        assertThat(parse.problems()).isEmpty();
        assertThat(parse.snapshot().orElseThrow().organization().orElseThrow().place("111122223333"))
                .isPresent();
        assertThat(parse.snapshot().orElseThrow().buckets()).hasSize(2);
    }

    private static AccountText example(String name, String text) {
        return new AccountText(name, text.substring(0, text.indexOf("```")));
    }
}
