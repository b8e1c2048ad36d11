package io.iamtighten.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class SourceMapTest {
    private static final String TEXT = """
            {"Version": "2012-10-17",
              "Statement": [
                {"Effect": "Allow", "Action": ["s3:GetObject", "s3:Put*"],
                 "Resource": "*", "Condition": {"Bool": {"aws:SecureTransport": true}}}
              ]
            }
            """;

    /** Each element stands where the text has it, from its first character to behind its last. */
    @Test
    void everyPositionCutsItsElementOutOfTheText() {
        for (String text : List.of(TEXT, TEXT.replace("\n", "\r\n"), TEXT.replace("\n", " "), "\ufeff" + TEXT)) {
            SourceMap map = PolicyParser.parse(text).positions();
            assertThat(cut(text, map.at("/Version").orElseThrow())).isEqualTo("\"2012-10-17\"");
            assertThat(cut(text, map.at("/Statement/0/Action/1").orElseThrow())).isEqualTo("\"s3:Put*\"");
            assertThat(cut(text, map.at("/Statement/0/Action").orElseThrow()))
                    .isEqualTo("[\"s3:GetObject\", \"s3:Put*\"]");
            assertThat(cut(text, map.at("/Statement/0/Resource/0").orElseThrow()))
                    .isEqualTo("\"*\"");
            assertThat(cut(
                            text,
                            map.at("/Statement/0/Condition/Bool/aws:SecureTransport")
                                    .orElseThrow()))
                    .isEqualTo("true");
            assertThat(cut(text, map.at("/Statement/0/Condition/Bool").orElseThrow()))
                    .isEqualTo("{\"aws:SecureTransport\": true}");
            assertThat(cut(text, map.keyAt("/Statement/0/Condition/Bool").orElseThrow()))
                    .isEqualTo("\"Bool\"");
            assertThat(cut(text, map.at("").orElseThrow()))
                    .startsWith("{\"Version")
                    .endsWith("}");
        }
    }

    private static String cut(String text, Position position) {
        String visible = text.startsWith("\ufeff") ? text.substring(1) : text;
        return visible.substring(
                offset(visible, position.line(), position.column()),
                offset(visible, position.endLine(), position.endColumn()));
    }

    private static int offset(String text, int line, int column) {
        int start = 0;
        for (int i = 1; i < line; i++) {
            start = text.indexOf('\n', start) + 1;
        }
        return start + column - 1;
    }
}
