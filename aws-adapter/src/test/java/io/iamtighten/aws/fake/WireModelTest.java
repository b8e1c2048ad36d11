package io.iamtighten.aws.fake;

import static org.assertj.core.api.Assertions.assertThat;

import io.iamtighten.testsupport.FakeAws.Answer;
import io.iamtighten.testsupport.TestData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class WireModelTest {
    @Test
    void everyStoredAnswerIsOneThatTheServiceCouldGive() throws IOException {
        try (Stream<Path> files = Files.list(TestData.ours("aws-answers"))) {
            List<Path> answers = files.filter(file -> !file.toString().endsWith(".md"))
                    .sorted()
                    .toList();
            assertThat(answers).hasSize(11);
            for (Path file : answers) {
                String name = file.getFileName().toString();
                assertThat(WireModel.problems(name.substring(0, name.indexOf('.')), Answer.stored(file)))
                        .as(name)
                        .isEmpty();
            }
        }
    }

    @Test
    void aNameThatTheServiceDoesNotKnowIsFound() {
        assertThat(WireModel.problems("LookupEvents", Answer.json("{\"Events\": [{\"EventID\": \"x\"}]}")))
                .singleElement()
                .asString()
                .startsWith("LookupEvents/Events/0/EventID: there is no such field");
        assertThat(WireModel.problems("CheckNoNewAccess", Answer.json("{\"result\": 1}")))
                .singleElement()
                .asString()
                .contains("is not of type String");
        assertThat(
                        WireModel.problems(
                                "GetServiceLastAccessedDetails",
                                Answer.xml(
                                        "GetServiceLastAccessedDetails",
                                        "<ServicesLastAccessed><item><ServiceName>x</ServiceName></item></ServicesLastAccessed>")))
                .hasSize(1);
    }
}
