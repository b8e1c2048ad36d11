package io.iamtighten.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class ServiceReferenceReaderTest {
    private static final CatalogContents BASE = ServiceCatalog.bundled().contents();

    private static final String SQS = """
            {
              "Name": "sqs",
              "Actions": [
                {"Name": "SendMessage", "ActionConditionKeys": ["aws:TagKeys"],
                 "Annotations": {"Properties": {"IsList": false, "IsPermissionManagement": false, "IsTaggingOnly": false, "IsWrite": true}},
                 "Resources": [{"Name": "queue"}],
                 "SupportedBy": {"IAM Access Analyzer Policy Generation": false, "IAM Action Last Accessed": true}},
                {"Name": "FoldQueue",
                 "Annotations": {"Properties": {"IsList": false, "IsPermissionManagement": true, "IsTaggingOnly": false, "IsWrite": true}},
                 "Resources": [{"Name": "queue"}, {"Name": "fold"}]},
                {"Name": "PeekQueue", "Annotations": {"Properties": {"IsList": true, "IsWrite": false}}}
              ],
              "ConditionKeys": [{"Name": "sqs:Folds", "Types": ["ArrayOfString"]}],
              "Operations": [
                {"Name": "FoldQueue", "AuthorizedActions": [{"Name": "FoldQueue", "Service": "sqs"}, {"Name": "PassRole", "Service": "iam"}],
                 "SDK": [{"Name": "sqs", "Method": "fold_queue", "Package": "Boto3"}]},
                {"Name": "SendMessage", "AuthorizedActions": [{"Name": "SendMessage", "Service": "sqs"}, {"Name": "Decrypt", "Service": "kms"}]},
                {"Name": "UnfoldQueue", "AuthorizedActions": [{"Name": "FoldQueue", "Service": "sqs"}]}
              ],
              "Resources": [
                {"Name": "queue", "ARNFormats": ["arn:${Partition}:sqs:${Region}:${Account}:${QueueName}"]},
                {"Name": "fold", "ARNFormats": ["arn:${Partition}:sqs:${Region}:${Account}:fold/${FoldId}"], "ConditionKeys": ["sqs:Folds"]}
              ],
              "Version": "v1.4"
            }
            """;

    private static ServiceCatalog updated(String... documents) {
        CatalogUpdate update = ServiceReferenceReader.update(BASE, List.of(documents));
        return ServiceCatalog.parse(CatalogWriter.write(update.contents()));
    }

    @Test
    void addsAndReplacesActions() {
        ServiceCatalog catalog = updated(SQS);
        ServiceAction fold = catalog.action("sqs:foldqueue").orElseThrow();
        assertThat(fold.accessLevel()).isEqualTo(AccessLevel.PERMISSIONS_MANAGEMENT);
        assertThat(fold.resourceTypes()).extracting(ActionResource::type).containsExactly("queue", "fold");
        assertThat(catalog.action("sqs:SendMessage").orElseThrow().conditionKeys())
                .containsExactly("aws:TagKeys");
        assertThat(catalog.action("sqs:PeekQueue").orElseThrow().accessLevel()).isEqualTo(AccessLevel.LIST);
        assertThat(catalog.conditionKey("sqs:Folds").orElseThrow().multivalued())
                .isTrue();
        assertThat(catalog.version()).isEqualTo(BASE.version() + "+sqs");
    }

    @Test
    void keepsWhatTheFileDoesNotSay() {
        ServiceCatalog catalog = updated(SQS);
        Service sqs = catalog.service("sqs").orElseThrow();
        assertThat(sqs.name()).isEqualTo("Amazon SQS");
        assertThat(sqs.resourceControlPolicies()).isTrue();
        assertThat(catalog.action("sqs:ReceiveMessage")).isPresent();
        assertThat(catalog.actionCount()).isEqualTo(ServiceCatalog.bundled().actionCount() + 2);
        assertThat(catalog.eventMapping("s3.amazonaws.com", "ListBuckets").actions())
                .containsExactly("s3:ListAllMyBuckets");
    }

    @Test
    void operationsBecomeEvents() {
        ServiceCatalog catalog = updated(SQS);
        EventActions fold = catalog.eventMapping("sqs.amazonaws.com", "FoldQueue");
        assertThat(fold.actions()).containsExactly("sqs:FoldQueue");
        assertThat(fold.alsoActions()).containsExactly("iam:PassRole");
        assertThat(fold.confidence()).isEqualTo(MappingConfidence.EXACT);
        assertThat(catalog.eventMapping("sqs.amazonaws.com", "UnfoldQueue").actions())
                .containsExactly("sqs:FoldQueue");
        assertThat(catalog.eventMapping("sqs.amazonaws.com", "SendMessage").alsoActions())
                .contains("kms:Decrypt");
        assertThat(catalog.visibility("sqs:FoldQueue").orElseThrow().visibility())
                .isEqualTo(VisibilityClass.LOGGED);
        assertThat(catalog.visibility("sqs:PeekQueue").orElseThrow().visibility())
                .isEqualTo(VisibilityClass.NO_KNOWN_EVENT);
    }

    @Test
    void tellsWhatChanged() {
        CatalogUpdate.ServiceChange change =
                ServiceReferenceReader.update(BASE, List.of(SQS)).changes().get(0);
        assertThat(change.added()).containsExactly("FoldQueue", "PeekQueue");
        assertThat(change.changed()).containsExactly("SendMessage");
        assertThat(change.kept()).contains("ReceiveMessage");
        assertThat(change.operations()).isEqualTo(3);
    }

    @Test
    void aNewServiceGetsAnEventSource() {
        ServiceCatalog catalog = updated("""
                {"Name": "brandnew", "Actions": [{"Name": "MakeThing"}],
                 "Operations": [{"Name": "MakeThing", "AuthorizedActions": [{"Name": "MakeThing", "Service": "brandnew"}]}]}
                """);
        assertThat(catalog.action("brandnew:MakeThing")).isPresent();
        assertThat(catalog.eventMapping("brandnew.amazonaws.com", "MakeThing").actions())
                .containsExactly("brandnew:MakeThing");
    }

    @Test
    void readingTwiceChangesNothing() {
        CatalogContents once = ServiceReferenceReader.update(BASE, List.of(SQS)).contents();
        assertThat(ServiceReferenceReader.update(once, List.of(SQS))
                        .changes()
                        .get(0)
                        .added())
                .isEmpty();
        assertThat(ServiceReferenceReader.update(once, List.of(SQS))
                        .changes()
                        .get(0)
                        .changed())
                .isEmpty();
    }

    @Test
    void refusesOtherTexts() {
        assertThatThrownBy(() -> updated("{\"Name\": \"s3\",\n \"Actions\": [}"))
                .isInstanceOf(CatalogFormatException.class)
                .hasMessageContaining("line 2, column");
        assertThatThrownBy(() -> updated("[]")).isInstanceOf(CatalogFormatException.class);
        assertThatThrownBy(() -> updated("")).isInstanceOf(CatalogFormatException.class);
        assertThatThrownBy(() -> updated("{\"Name\": \"s3\", \"Actions\": [{}]}"))
                .hasMessageContaining("an action of `s3` has no `Name`");
        assertThatThrownBy(() -> updated(
                        "{\"Name\": \"s3\", \"Actions\": [{\"Name\": \"X\", \"Resources\": [{\"Name\": \"y\"}]}]}"))
                .hasMessageContaining("`s3:X` names the resource type `y`");
    }
}
