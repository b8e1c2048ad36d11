package io.iamtighten.usage;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RecordFieldsTest {
    private static RecordFields fields(Map<String, Object> request) {
        return RecordFields.of(request, Map.of("volumeId", "vol-1"));
    }

    @Test
    void pathsGoThroughListsAndObjects() {
        RecordFields fields = fields(Map.of(
                "instancesSet",
                Map.of("items", List.of(Map.of("instanceId", "i-1"), Map.of("instanceId", "i-2"))),
                "names",
                List.of("a", "b"),
                "count",
                3));
        assertThat(fields.request("instancesSet.items[].instanceId")).containsExactly("i-1", "i-2");
        assertThat(fields.request("instancesSet[].instanceId")).containsExactly("i-1", "i-2");
        assertThat(fields.request("names[]")).containsExactly("a", "b");
        assertThat(fields.request("names")).containsExactly("a", "b");
        assertThat(fields.request("count")).containsExactly("3");
        assertThat(fields.request("nothing.at.all")).isEmpty();
        assertThat(fields.response("volumeId")).containsExactly("vol-1");
    }

    @Test
    void namesMayStartInEitherCase() {
        assertThat(fields(Map.of("dBInstanceIdentifier", "db")).request("DBInstanceIdentifier"))
                .containsExactly("db");
        assertThat(fields(Map.of("FunctionName", "f")).request("functionName")).containsExactly("f");
        assertThat(fields(Map.of("resourceARN", "r")).request("resourceArn")).containsExactly("r");
    }

    @Test
    void blankedValuesAreAbsent() {
        assertThat(fields(Map.of("a", "HIDDEN_DUE_TO_SECURITY_REASONS", "b", "***", "c", ""))
                        .request("a"))
                .isEmpty();
        assertThat(fields(Map.of("b", "***")).request("b")).isEmpty();
        assertThat(fields(Map.of("omitted", true)).omitted()).isTrue();
    }

    @Test
    void nullsAndDeepNestingAreHarmless() {
        Map<String, Object> withNull = new HashMap<>();
        withNull.put("a", null);
        assertThat(fields(withNull).withoutRequest()).isTrue();
        Map<String, Object> deep = Map.of("x", "y");
        for (int i = 0; i < 10_000; i++) {
            deep = Map.of("x", deep);
        }
        assertThat(fields(deep).request("x.x.x")).isEmpty();
    }

    @Test
    void laterChangesDoNotShow() {
        Map<String, Object> request = new HashMap<>(Map.of("a", "1"));
        RecordFields fields = fields(request);
        request.put("a", "2");
        assertThat(fields.request("a")).containsExactly("1");
    }
}
