package io.iamtighten.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.LocalDate;
import java.util.BitSet;
import java.util.List;
import org.junit.jupiter.api.Test;

class ServiceCatalogTest {
    private final ServiceCatalog catalog = ServiceCatalog.bundled();

    @Test
    void carriesVersionAndDate() {
        assertThat(catalog.version()).isEqualTo("0.21.202609261");
        assertThat(catalog.date()).isEqualTo(LocalDate.of(2026, 9, 26));
        assertThat(catalog.prefixes()).hasSize(456).isSorted();
        assertThat(catalog.actionCount()).isEqualTo(22_091);
    }

    @Test
    void findsAnActionWhateverItsCase() {
        ServiceAction action = catalog.action("S3:getobject").orElseThrow();
        assertThat(action.qualifiedName()).isEqualTo("s3:GetObject");
        assertThat(action.accessLevel()).isEqualTo(AccessLevel.READ);
        assertThat(action.supportsResourceLevel()).isTrue();
        assertThat(action.resourceTypes()).extracting(ActionResource::type).contains("object", "accesspointobject");
        assertThat(catalog.action("s3:GetObjekt")).isEmpty();
        assertThat(catalog.action("nothing")).isEmpty();
    }

    @Test
    void takesTheFirstOfTwoAccessLevels() {
        assertThat(catalog.action("ec2:CreateTags").orElseThrow().accessLevel()).isEqualTo(AccessLevel.TAGGING);
        assertThat(catalog.action("iam:PutRolePolicy").orElseThrow().accessLevel())
                .isEqualTo(AccessLevel.PERMISSIONS_MANAGEMENT);
    }

    @Test
    void numbersActionsWithoutGapsInOrder() {
        String previous = "";
        for (int id = 0; id < catalog.actionCount(); id++) {
            String name = catalog.actionName(id);
            assertThat(catalog.actionId(name)).hasValue(id);
            String prefix = name.substring(0, name.indexOf(':'));
            assertThat(prefix).isGreaterThanOrEqualTo(previous);
            previous = prefix;
        }
        assertThatThrownBy(() -> catalog.actionName(catalog.actionCount()))
                .isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void expandsPatternsIgnoringCase() {
        assertThat(names("S3:GETOBJECT")).containsExactly("s3:GetObject");
        assertThat(names("s3:GetBucketL*")).containsExactly("s3:GetBucketLocation", "s3:GetBucketLogging");
        assertThat(names("s3:*BucketLo?ation")).containsExactly("s3:GetBucketLocation");
        assertThat(names("dynamodb:*Item"))
                .containsExactly(
                        "dynamodb:BatchGetItem",
                        "dynamodb:BatchWriteItem",
                        "dynamodb:ConditionCheckItem",
                        "dynamodb:DeleteItem",
                        "dynamodb:GetItem",
                        "dynamodb:PutItem",
                        "dynamodb:UpdateItem");
        assertThat(catalog.expand("*").cardinality()).isEqualTo(catalog.actionCount());
        assertThat(catalog.expand("*:*").cardinality()).isEqualTo(catalog.actionCount());
        assertThat(names("s?:getcalleridentity")).isEmpty();
        assertThat(names("st?:getcalleridentity")).containsExactly("sts:GetCallerIdentity");
        assertThat(names("nosuch:*")).isEmpty();
        assertThat(names("s3")).isEmpty();
    }

    @Test
    void expansionAgreesWithMatchingEveryName() {
        for (String pattern : List.of("ec2:*Vpc*", "iam:?et*", "*:Describe*", "s*:Get*s", "lambda:*")) {
            BitSet slow = new BitSet();
            for (int id = 0; id < catalog.actionCount(); id++) {
                if (NamePattern.matches(
                        pattern.toLowerCase(), catalog.actionName(id).toLowerCase())) {
                    slow.set(id);
                }
            }
            assertThat(catalog.expand(pattern)).as(pattern).isEqualTo(slow);
        }
    }

    @Test
    void knowsConditionKeysAndWhetherTheyAreSets() {
        assertThat(catalog.conditionKey("AWS:sourceip").orElseThrow().type()).isEqualTo(ContextKeyType.IP_ADDRESS);
        assertThat(catalog.conditionKey("aws:TagKeys").orElseThrow().multivalued())
                .isTrue();
        assertThat(catalog.conditionKey("aws:RequestTag/team").orElseThrow().name())
                .isEqualTo("aws:RequestTag/${TagKey}");
        assertThat(catalog.conditionKey("s3:prefix").orElseThrow().multivalued())
                .isFalse();
        assertThat(catalog.conditionKey("s3:ExistingObjectTag/team")
                        .orElseThrow()
                        .name())
                .isEqualTo("s3:ExistingObjectTag/<key>");
        assertThat(catalog.conditionKey("kms:EncryptionContext:app")
                        .orElseThrow()
                        .name())
                .isEqualTo("kms:EncryptionContext:${EncryptionContextKey}");
        assertThat(catalog.conditionKey("saml:aud")).isPresent();
        assertThat(catalog.conditionKey("token.actions.githubusercontent.com:actor"))
                .isPresent();
        assertThat(catalog.conditionKey("s3:nothing")).isEmpty();
        assertThat(catalog.conditionKey("nothing")).isEmpty();
    }

    @Test
    void knowsTheServicesOfResourceControlPolicies() {
        assertThat(catalog.rcpServices()).contains("s3", "sts", "kms", "sqs").doesNotContain("ec2");
    }

    @Test
    void mapsEventsInFourSteps() {
        assertThat(catalog.eventMapping("s3.amazonaws.com", "ListBuckets").actions())
                .containsExactly("s3:ListAllMyBuckets");
        assertThat(catalog.eventMapping("lambda.amazonaws.com", "GetFunction20150331v2")
                        .actions())
                .containsExactly("lambda:GetFunction");
        assertThat(catalog.eventMapping("cloudfront.amazonaws.com", "CreateFunction2020_05_31")
                        .actions())
                .containsExactly("cloudfront:CreateFunction");
        assertThat(catalog.eventMapping("sts.amazonaws.com", "GetCallerIdentity")
                        .kind())
                .isEqualTo(MappingKind.NONE_NEEDED);
        EventActions byName = catalog.eventMapping("apigateway.amazonaws.com", "SetWebACL");
        assertThat(byName.actions()).containsExactly("apigateway:SetWebACL");
        assertThat(byName.confidence()).isEqualTo(MappingConfidence.BY_NAME);
        assertThat(catalog.eventMapping("s3.amazonaws.com", "Nothing").known()).isFalse();
        assertThat(catalog.eventMapping("nothing.amazonaws.com", "GetObject").known())
                .isFalse();
    }

    @Test
    void namesNoActionThatItDoesNotHave() {
        for (String name : catalog.eventSources()) {
            for (EventEntry event : catalog.eventSource(name).orElseThrow().events()) {
                assertThat(event.mapping().actions())
                        .allMatch(a -> catalog.action(a).isPresent());
                assertThat(event.recipes())
                        .allMatch(r -> catalog.action(r.action()).isPresent());
            }
        }
    }

    @Test
    void saysWhatCloudTrailShows() {
        ActionVisibility passRole = catalog.visibility("iam:passrole").orElseThrow();
        assertThat(passRole.visibility()).isEqualTo(VisibilityClass.SIDE_PERMISSION);
        assertThat(passRole.shownByDataEvents()).isFalse();
        ActionVisibility getObject = catalog.visibility("s3:GetObject").orElseThrow();
        assertThat(getObject.visibility()).isEqualTo(VisibilityClass.DATA_EVENT);
        assertThat(getObject.shownByManagementEvents()).isFalse();
        assertThat(getObject.shownByDataEvents()).isTrue();
        assertThat(getObject.remedy()).contains("AWS::S3::Object");
        ActionVisibility describe = catalog.visibility("ec2:DescribeInstances").orElseThrow();
        assertThat(describe.visibility()).isEqualTo(VisibilityClass.LOGGED);
        assertThat(describe.shownByManagementEvents()).isTrue();
        assertThat(catalog.visibility("cloudformation:CreateStack")
                        .orElseThrow()
                        .visibility())
                .isEqualTo(VisibilityClass.LOGGED);
        assertThat(catalog.visibility("kafka-cluster:Connect").orElseThrow().visibility())
                .isEqualTo(VisibilityClass.NOT_LOGGED);
        assertThat(catalog.visibility("apigateway:GET").orElseThrow().shownByManagementEvents())
                .isTrue();
        assertThat(catalog.visibility("s3:ListBucket").orElseThrow().shownByManagementEvents())
                .isFalse();
        assertThat(catalog.visibility("no:Such")).isEmpty();
    }

    @Test
    void writesWhatItRead() {
        byte[] bytes = CatalogWriter.write(catalog.contents());
        assertThat(ServiceCatalog.parse(bytes).contents()).isEqualTo(catalog.contents());
        assertThat(CatalogWriter.write(ServiceCatalog.parse(bytes).contents())).isEqualTo(bytes);
    }

    @Test
    void refusesDamagedBytes() {
        byte[] bytes = CatalogWriter.write(catalog.contents());
        byte[] changed = bytes.clone();
        changed[bytes.length / 2] ^= 1;
        assertThatThrownBy(() -> ServiceCatalog.parse(changed))
                .isInstanceOf(CatalogFormatException.class)
                .hasMessageContaining("damaged");
        assertThatThrownBy(() -> ServiceCatalog.parse(java.util.Arrays.copyOf(bytes, bytes.length - 1)))
                .isInstanceOf(CatalogFormatException.class);
        assertThatThrownBy(() -> ServiceCatalog.parse(new byte[0])).isInstanceOf(CatalogFormatException.class);
        assertThatThrownBy(() -> ServiceCatalog.parse("{}".getBytes())).isInstanceOf(CatalogFormatException.class);
    }

    @Test
    void tellsResourceTypesApart() {
        ServiceAction getObject = catalog.action("s3:GetObject").orElseThrow();
        assertThat(types(getObject, "arn:aws:s3:::logs/2026/11/24.gz")).containsExactly("object");
        assertThat(types(getObject, "arn:aws:s3:::logs")).isEmpty();
        ServiceAction tag = catalog.action("iam:PassRole").orElseThrow();
        assertThat(types(tag, "arn:aws:iam::123456789012:role/a/b/c")).containsExactly("role");
    }

    private List<String> types(ServiceAction action, String arn) {
        return catalog.resourceTypesOf(action, arn).stream()
                .map(ResourceType::name)
                .toList();
    }

    private List<String> names(String pattern) {
        return catalog.actionNames(catalog.expand(pattern));
    }
}
