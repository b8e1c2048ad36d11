package io.iamtighten.usage;

import static org.assertj.core.api.Assertions.assertThat;

import io.iamtighten.catalog.ServiceCatalog;
import io.iamtighten.request.PrincipalType;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class KeyContextsTest {
    private static final UsageMapper MAPPER = UsageMapper.of(ServiceCatalog.bundled());
    private static final String KEY = "arn:aws:kms:eu-west-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab";

    private static UseContext by(String invokedBy, String source) {
        return new UseContext(
                Optional.of("eu-west-1"),
                SourceNetwork.of(source, ""),
                invokedBy.isEmpty() ? Optional.empty() : Optional.of(invokedBy),
                Optional.empty(),
                Optional.of(true),
                Map.of());
    }

    private static List<FactKey> hints(String event, Map<String, String> encryptionContext, UseContext context) {
        EventFacts facts = new EventFacts(
                "kms.amazonaws.com",
                event,
                "AwsApiCall",
                "eu-west-1",
                "123456789012",
                "aws",
                RecordFields.of(Map.of("encryptionContext", encryptionContext), Map.of()),
                List.of(RecordResource.of(KEY)));
        UsagePrincipal role = new UsagePrincipal(
                PrincipalType.IAM_ROLE,
                "arn:aws:iam::123456789012:role/App",
                true,
                Optional.empty(),
                Optional.of("123456789012"));
        RecordedUse use = MAPPER.use(
                MAPPER.call(facts, RecordedAs.MANAGEMENT), role, context, CallOutcome.SUCCEEDED, Optional.of(true));
        assertThat(use.facts).anyMatch(f -> f.relation == UseRelation.MAIN && f.resource.equals(KEY));
        assertThat(use.actions).allMatch(a -> a.relation().isUse());
        return use.facts.stream().filter(f -> !f.relation.isUse()).toList();
    }

    private static List<String> data(String event, Map<String, String> encryptionContext) {
        return hints(event, encryptionContext, by("fas.s3.amazonaws.com", "fas.s3.amazonaws.com")).stream()
                .map(f -> f.action + " " + f.resource)
                .toList();
    }

    @Test
    void namesTheObject() {
        assertThat(data("Decrypt", Map.of("aws:s3:arn", "arn:aws:s3:::b/k")))
                .containsExactly("kms:Decrypt arn:aws:s3:::b/k");
        assertThat(data("GenerateDataKey", Map.of("aws:s3:arn", "arn:aws:s3:::b")))
                .containsExactly("kms:GenerateDataKey arn:aws:s3:::b");
    }

    @Test
    void namesTheTableOfTheAccountThatOwnsIt() {
        assertThat(data(
                        "Decrypt",
                        Map.of("aws:dynamodb:tableName", "Books", "aws:dynamodb:subscriberId", "111122223333")))
                .containsExactly("kms:Decrypt arn:aws:dynamodb:eu-west-1:111122223333:table/Books");
        assertThat(data("Decrypt", Map.of("aws:dynamodb:tableName", "Books")))
                .containsExactly("kms:Decrypt arn:aws:dynamodb:eu-west-1:123456789012:table/Books");
    }

    @Test
    void namesQueuesTopicsAndStreams() {
        assertThat(data("Decrypt", Map.of("aws:sqs:arn", "arn:aws:sqs:eu-west-1:123456789012:q")))
                .hasSize(1);
        assertThat(data("GenerateDataKey", Map.of("aws:sns:topicArn", "arn:aws:sns:eu-west-1:123456789012:t")))
                .hasSize(1);
        assertThat(data("Decrypt", Map.of("aws:kinesis:arn", "arn:aws:kinesis:eu-west-1:123456789012:stream/s")))
                .hasSize(1);
    }

    @Test
    void whatCallersThemselvesWriteSaysNothing() {
        assertThat(hints("Decrypt", Map.of("aws:s3:arn", "arn:aws:s3:::b/k"), by("", "192.0.2.1")))
                .isEmpty();
        assertThat(hints("Decrypt", Map.of("aws:s3:arn", "arn:aws:s3:::b/k"), by("", "AWS Internal")))
                .hasSize(1);
    }

    @Test
    void otherContextsAndValuesSayNothing() {
        assertThat(data(
                        "Decrypt",
                        Map.of("aws:lambda:FunctionArn", "arn:aws:lambda:eu-west-1:123456789012:function:f")))
                .isEmpty();
        assertThat(data("Decrypt", Map.of("aws:s3:arn", "arn:aws:sqs:eu-west-1:123456789012:q")))
                .isEmpty();
        assertThat(data("Decrypt", Map.of("aws:s3:arn", "arn:aws:s3:::b/*"))).isEmpty();
        assertThat(data("Encrypt", Map.of("aws:s3:arn", "arn:aws:s3:::b/k"))).isEmpty();
    }

    @Test
    void theCallersOwnCircumstancesAreNotThoseOfTheCallToKms() {
        UseContext context = hints(
                        "Decrypt", Map.of("aws:s3:arn", "arn:aws:s3:::b/k"), by("s3.amazonaws.com", "s3.amazonaws.com"))
                .get(0)
                .context;
        assertThat(context.region()).contains("eu-west-1");
        assertThat(context.mfa()).contains(true);
        assertThat(context.source()).isEmpty();
        assertThat(context.viaService()).isEmpty();
    }
}
