package io.iamtighten.tighten;

import static io.iamtighten.tighten.Scenario.statements;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class NamedByKindTest {
    private static List<String> kept(String actions, String resource) {
        return Scenario.role()
                .inline(
                        "P",
                        statements("{\"Effect\":\"Allow\",\"Action\":[" + actions + "],\"Resource\":[\"" + resource
                                + "\",\"" + resource + "/*\"]}"))
                .did("sqs:CreateQueue", "arn:aws:sqs:eu-west-1:123456789012:a")
                .options(TighteningOptions.standard())
                .propose()
                .kept()
                .stream()
                .map(KeptPermission::action)
                .distinct()
                .toList();
    }

    @Test
    void anActionsNameWithAWildcardBehindItNamesThatAction() {
        assertThat(kept("\"s3:GetObject*\"", "arn:aws:s3:::data")).containsExactly("s3:GetObject");
    }

    @Test
    void aKindOfActionsStaysOnResourcesThatAreNamedWhereTheRecordsLeaveItsCallsOut() {
        assertThat(kept("\"s3:List*\"", "arn:aws:s3:::data"))
                .contains("s3:ListBucket")
                .doesNotContain("s3:ListAllMyBuckets");
        assertThat(kept("\"s3:List*\"", "arn:aws:s3:::*")).doesNotContain("s3:ListBucket");
        assertThat(kept("\"s3:*\"", "arn:aws:s3:::data")).isEmpty();
    }

    @Test
    void whatStaysByKindStaysAgain() {
        List<String> once = kept("\"s3:List*\",\"dynamodb:Batch*\"", "arn:aws:s3:::data");
        String names = "\"" + String.join("\",\"", once) + "\"";
        assertThat(kept(names, "arn:aws:s3:::data")).isEqualTo(once);
    }
}
