package io.iamtighten.usage;

import io.iamtighten.catalog.EventActions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Calls whose parameters decide which action is checked, where the catalog's table of events can only name them all.
 *
 * <p>Each rule's source stands at its method.
 */
final class CallVariants {
    private static final String S3 = "s3.amazonaws.com";
    private static final String COPY_SOURCE = "x-amz-copy-source";

    /** Actions on an object, and those on one version of it. */
    private static final Map<String, String> ON_VERSIONS = Map.of(
            "s3:GetObject", "s3:GetObjectVersion",
            "s3:DeleteObject", "s3:DeleteObjectVersion",
            "s3:GetObjectAcl", "s3:GetObjectVersionAcl",
            "s3:PutObjectAcl", "s3:PutObjectVersionAcl",
            "s3:GetObjectTagging", "s3:GetObjectVersionTagging",
            "s3:PutObjectTagging", "s3:PutObjectVersionTagging",
            "s3:DeleteObjectTagging", "s3:DeleteObjectVersionTagging");

    /** Headers of S3 calls, and the action that each needs besides. */
    private static final Map<String, String> BY_HEADER = Map.of(
            "x-amz-acl", "s3:PutObjectAcl",
            "x-amz-grant-read", "s3:PutObjectAcl",
            "x-amz-grant-full-control", "s3:PutObjectAcl",
            "x-amz-tagging", "s3:PutObjectTagging",
            "x-amz-object-lock-mode", "s3:PutObjectRetention",
            "x-amz-object-lock-legal-hold", "s3:PutObjectLegalHold",
            "x-amz-bypass-governance-retention", "s3:BypassGovernanceRetention");

    private static final Map<String, String> ON_BUCKETS = Map.of(
            "x-amz-acl", "s3:PutBucketAcl",
            "x-amz-grant-read", "s3:PutBucketAcl",
            "x-amz-grant-full-control", "s3:PutBucketAcl",
            "x-amz-bucket-object-lock-enabled", "s3:PutBucketObjectLockConfiguration",
            "x-amz-object-ownership", "s3:PutBucketOwnershipControls");

    private static final Map<String, String> TRANSACT_OPERATIONS = Map.of(
            "put", "dynamodb:PutItem",
            "update", "dynamodb:UpdateItem",
            "delete", "dynamodb:DeleteItem",
            "check", "dynamodb:ConditionCheckItem",
            "conditioncheck", "dynamodb:ConditionCheckItem");

    private static final Map<String, String> STATEMENT_VERBS = Map.of(
            "select", "dynamodb:PartiQLSelect",
            "exists", "dynamodb:PartiQLSelect",
            "insert", "dynamodb:PartiQLInsert",
            "update", "dynamodb:PartiQLUpdate",
            "delete", "dynamodb:PartiQLDelete");

    private CallVariants() {}

    /**
     * One action of a call, with the parameters that it is to be judged by.
     *
     * @param ownResources whether the record's {@code resources[]} are those of this action too
     */
    record Variant(
            String action, UseRelation relation, RecordFields fields, EventResources.OwnResources ownResources) {}

    /** Returns the actions that the parameters decide for, the main ones first. */
    static List<Variant> of(EventFacts facts, EventActions mapping) {
        List<Variant> variants = new ArrayList<>();
        for (String action : mainActions(facts, mapping)) {
            variants.add(new Variant(action, UseRelation.MAIN, facts.fields(), EventResources.OwnResources.USE));
        }
        if (facts.eventSource().equals("dynamodb.amazonaws.com")) {
            variants = dynamoDb(facts, variants);
        } else if (facts.eventSource().equals(S3)) {
            variants = s3(facts, mapping, variants);
        } else if (facts.eventSource().equals("sts.amazonaws.com")) {
            alsoWhen(facts, variants, "tags", "sts:TagSession");
            alsoWhen(facts, variants, "sourceIdentity", "sts:SetSourceIdentity");
            alsoWhen(facts, variants, "providedContexts", "sts:SetContext");
        }
        return variants;
    }

    /** Two APIs write the same event: without a bucket, S3's call on public access blocks is the account's. */
    private static List<String> mainActions(EventFacts facts, EventActions mapping) {
        boolean account = facts.eventSource().equals(S3)
                && !mapping.altActions().isEmpty()
                && !facts.fields().withoutRequest()
                && facts.fields().request("bucketName").isEmpty();
        boolean version2 = facts.eventSource().equals("apigateway.amazonaws.com")
                && !mapping.altActions().isEmpty()
                && facts.fields().request("resourceArn").stream()
                        .map(EventResources::decodeArn)
                        .anyMatch(arn -> arn.contains("::/apis/") || arn.contains("::/vpclinks/"));
        return account || version2 ? mapping.altActions() : mapping.actions();
    }

    private static void alsoWhen(EventFacts facts, List<Variant> variants, String path, String action) {
        if (facts.fields().hasRequest(path)) {
            variants.add(new Variant(action, UseRelation.ALSO, facts.fields(), EventResources.OwnResources.USE));
        }
    }

    // https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html and the pages of the other calls: with a
    // version, the
    // action on versions is checked and the plain one is not.
    private static List<Variant> s3(EventFacts facts, EventActions mapping, List<Variant> plain) {
        List<Variant> variants = new ArrayList<>();
        boolean copies = facts.fields().hasRequest(COPY_SOURCE);
        for (Variant variant : plain) {
            if (copies && variant.action().equals("s3:GetObject")) {
                variants.add(copySource(facts));
            } else {
                boolean version = facts.fields().hasRequest("versionId");
                String action =
                        version ? ON_VERSIONS.getOrDefault(variant.action(), variant.action()) : variant.action();
                variants.add(new Variant(action, variant.relation(), variant.fields(), variant.ownResources()));
            }
        }
        Map<String, String> headers = mapping.eventName().equals("CreateBucket") ? ON_BUCKETS : BY_HEADER;
        Set<String> also = new TreeSet<>();
        headers.forEach((header, action) -> {
            if (facts.fields().hasRequest(header) && mapping.alsoActions().contains(action)) {
                also.add(action);
            }
        });
        for (String action : also) {
            variants.add(new Variant(action, UseRelation.ALSO, facts.fields(), EventResources.OwnResources.USE));
        }
        return variants;
    }

    /** {@code x-amz-copy-source} is {@code [/]BUCKET/KEY[?versionId=ID]}, percent-encoded; or the ARN of an access point's object. */
    private static Variant copySource(EventFacts facts) {
        String source = facts.fields().request(COPY_SOURCE).get(0);
        int query = source.indexOf("?versionId=");
        String path = EventResources.decode(query < 0 ? source : source.substring(0, query));
        path = path.startsWith("/") ? path.substring(1) : path;
        int slash = path.indexOf('/');
        Map<String, Object> fields = path.startsWith("arn:") || slash < 0
                ? Map.of("source", path)
                : Map.of("bucketName", path.substring(0, slash), "key", path.substring(slash + 1));
        String action = query < 0 ? "s3:GetObject" : "s3:GetObjectVersion";
        return new Variant(
                action, UseRelation.MAIN, RecordFields.of(fields, Map.of()), EventResources.OwnResources.IGNORE);
    }

    private static List<Variant> dynamoDb(EventFacts facts, List<Variant> plain) {
        Map<String, Set<String>> tables = new LinkedHashMap<>();
        switch (facts.eventName()) {
            case "TransactWriteItems" -> transactions(facts, tables);
            case "ExecuteStatement", "BatchExecuteStatement", "ExecuteTransaction" -> statements(facts, tables);
            case "TransactGetItems" -> {
                for (String path : List.of("requestItems[].tableName", "transactItems[].get.tableName")) {
                    facts.fields().request(path).forEach(table -> add(tables, "dynamodb:GetItem", table));
                }
            }
            case "BatchGetItem", "BatchWriteItem" ->
                facts.fields()
                        .requestKeys("requestItems")
                        .forEach(table -> plain.forEach(v -> add(tables, v.action(), table)));
            default -> {
                return plain;
            }
        }
        List<Variant> variants = new ArrayList<>();
        for (Variant variant : plain) {
            Set<String> names = tables.get(variant.action());
            if (names != null) {
                RecordFields fields = RecordFields.of(Map.of("tableName", List.copyOf(names)), Map.of());
                boolean all = tables.size() == 1;
                variants.add(new Variant(
                        variant.action(),
                        UseRelation.MAIN,
                        fields,
                        all ? EventResources.OwnResources.USE : EventResources.OwnResources.IGNORE));
            }
        }
        return variants.isEmpty() ? plain : variants;
    }

    private static void add(Map<String, Set<String>> tables, String action, String table) {
        tables.computeIfAbsent(action, a -> new LinkedHashSet<>()).add(table);
    }

    // https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/transaction-apis-iam.html: a transaction needs
    // the actions of
    // the operations in it.
    private static void transactions(EventFacts facts, Map<String, Set<String>> tables) {
        for (RecordFields item : facts.fields().requestParts("requestItems[]")) {
            for (String operation : item.request("operation")) {
                String action = TRANSACT_OPERATIONS.get(operation.toLowerCase(Locale.ROOT));
                if (action != null) {
                    item.request("tableName").forEach(table -> add(tables, action, table));
                }
            }
        }
        TRANSACT_OPERATIONS.forEach((operation, action) -> facts.fields()
                .request("transactItems[]." + operation + ".tableName")
                .forEach(table -> add(tables, action, table)));
    }

    // https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/ql-iam.html: the statement's verb decides.
    private static void statements(EventFacts facts, Map<String, Set<String>> tables) {
        for (String path : List.of(
                "statement", "requestItems[].statement", "statements[].statement", "transactStatements[].statement")) {
            for (String statement : facts.fields().request(path)) {
                String[] words = statement.strip().split("[\\s(]+");
                String action = STATEMENT_VERBS.get(words[0].toLowerCase(Locale.ROOT));
                for (int i = 0; action != null && i + 1 < words.length; i++) {
                    String word = words[i].toLowerCase(Locale.ROOT);
                    if (word.equals("from") || word.equals("into") || word.equals("update")) {
                        add(tables, action, tableOf(words[i + 1]));
                        break;
                    }
                }
            }
        }
    }

    /** {@code "table"."index"}: the table. */
    private static String tableOf(String name) {
        String table =
                name.startsWith("\"") && name.indexOf('"', 1) > 0 ? name.substring(1, name.indexOf('"', 1)) : name;
        int dot = table.indexOf('.');
        return !name.startsWith("\"") && dot > 0 ? table.substring(0, dot) : table;
    }
}
