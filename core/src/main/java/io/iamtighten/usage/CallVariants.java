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
    private static final FieldPath COPY_SOURCE = FieldPath.parse("x-amz-copy-source");
    private static final FieldPath VERSION_ID = FieldPath.parse("versionId");
    private static final FieldPath BUCKET_NAME = FieldPath.parse("bucketName");
    private static final FieldPath RESOURCE_ARN = FieldPath.parse("resourceArn");
    private static final FieldPath REQUEST_ITEMS = FieldPath.parse("requestItems");
    private static final FieldPath EACH_REQUEST_ITEM = FieldPath.parse("requestItems[]");
    private static final FieldPath OPERATION = FieldPath.parse("operation");
    private static final FieldPath TABLE_NAME = FieldPath.parse("tableName");

    private static final List<FieldPath> READ_TABLES =
            List.of(FieldPath.parse("requestItems[].tableName"), FieldPath.parse("transactItems[].get.tableName"));

    private static final List<FieldPath> STATEMENTS = List.of(
            FieldPath.parse("statement"),
            FieldPath.parse("requestItems[].statement"),
            FieldPath.parse("statements[].statement"),
            FieldPath.parse("transactStatements[].statement"));

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
    private static final List<Header> ON_OBJECTS = List.of(
            new Header("x-amz-acl", "s3:PutObjectAcl"),
            new Header("x-amz-grant-read", "s3:PutObjectAcl"),
            new Header("x-amz-grant-full-control", "s3:PutObjectAcl"),
            new Header("x-amz-tagging", "s3:PutObjectTagging"),
            new Header("x-amz-object-lock-mode", "s3:PutObjectRetention"),
            new Header("x-amz-object-lock-legal-hold", "s3:PutObjectLegalHold"),
            new Header("x-amz-bypass-governance-retention", "s3:BypassGovernanceRetention"));

    private static final List<Header> ON_BUCKETS = List.of(
            new Header("x-amz-acl", "s3:PutBucketAcl"),
            new Header("x-amz-grant-read", "s3:PutBucketAcl"),
            new Header("x-amz-grant-full-control", "s3:PutBucketAcl"),
            new Header("x-amz-bucket-object-lock-enabled", "s3:PutBucketObjectLockConfiguration"),
            new Header("x-amz-object-ownership", "s3:PutBucketOwnershipControls"));

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

    private static final FieldPath TAGS = FieldPath.parse("tags");
    private static final FieldPath SOURCE_IDENTITY = FieldPath.parse("sourceIdentity");
    private static final FieldPath PROVIDED_CONTEXTS = FieldPath.parse("providedContexts");

    private CallVariants() {}

    /** A header of a call and the action it needs. */
    private record Header(FieldPath path, String action) {
        Header(String name, String action) {
            this(FieldPath.parse(name), action);
        }
    }

    /** Returns actions besides those of the catalog's table that a kind of event may turn out to be. */
    static Set<String> mayBecome(String eventSource, EventActions mapping) {
        Set<String> actions = new TreeSet<>();
        if (eventSource.equals(S3)) {
            for (String action : mapping.actions()) {
                String onVersions = ON_VERSIONS.get(action);
                if (onVersions != null) {
                    actions.add(onVersions);
                }
            }
        } else if (eventSource.equals("sts.amazonaws.com")) {
            actions.addAll(List.of("sts:TagSession", "sts:SetSourceIdentity", "sts:SetContext"));
        }
        return actions;
    }

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
            alsoWhen(facts, variants, TAGS, "sts:TagSession");
            alsoWhen(facts, variants, SOURCE_IDENTITY, "sts:SetSourceIdentity");
            alsoWhen(facts, variants, PROVIDED_CONTEXTS, "sts:SetContext");
        }
        return variants;
    }

    /** Two APIs write the same event: without a bucket, S3's call on public access blocks is the account's. */
    private static List<String> mainActions(EventFacts facts, EventActions mapping) {
        boolean account = facts.eventSource().equals(S3)
                && !mapping.altActions().isEmpty()
                && !facts.fields().withoutRequest()
                && facts.fields().request(BUCKET_NAME).isEmpty();
        boolean version2 = facts.eventSource().equals("apigateway.amazonaws.com")
                && !mapping.altActions().isEmpty()
                && facts.fields().request(RESOURCE_ARN).stream()
                        .map(EventResources::decodeArn)
                        .anyMatch(arn -> arn.contains("::/apis/") || arn.contains("::/vpclinks/"));
        return account || version2 ? mapping.altActions() : mapping.actions();
    }

    private static void alsoWhen(EventFacts facts, List<Variant> variants, FieldPath path, String action) {
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
                boolean version = facts.fields().hasRequest(VERSION_ID);
                String action =
                        version ? ON_VERSIONS.getOrDefault(variant.action(), variant.action()) : variant.action();
                variants.add(new Variant(action, variant.relation(), variant.fields(), variant.ownResources()));
            }
        }
        Set<String> also = new TreeSet<>();
        for (Header header : mapping.eventName().equals("CreateBucket") ? ON_BUCKETS : ON_OBJECTS) {
            if (mapping.alsoActions().contains(header.action())
                    && facts.fields().hasRequest(header.path())) {
                also.add(header.action());
            }
        }
        for (String action : also) {
            variants.add(new Variant(action, UseRelation.ALSO, facts.fields(), EventResources.OwnResources.USE));
        }
        return variants;
    }

    /** {@code x-amz-copy-source} is {@code [/]BUCKET/KEY[?versionId=ID]}, percent-encoded; or the ARN of an access point's object. */
    private static Variant copySource(EventFacts facts) {
        // What is there may be no text, or blanked out: then it is not known what was read.
        String source = facts.fields().request(COPY_SOURCE).stream().findFirst().orElse("");
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
                for (FieldPath path : READ_TABLES) {
                    facts.fields().request(path).forEach(table -> add(tables, "dynamodb:GetItem", table));
                }
            }
            case "BatchGetItem", "BatchWriteItem" ->
                facts.fields()
                        .requestKeys(REQUEST_ITEMS)
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
        for (RecordFields item : facts.fields().requestParts(EACH_REQUEST_ITEM)) {
            for (String operation : item.request(OPERATION)) {
                String action = TRANSACT_OPERATIONS.get(operation.toLowerCase(Locale.ROOT));
                if (action != null) {
                    item.request(TABLE_NAME).forEach(table -> add(tables, action, table));
                }
            }
        }
        TRANSACT_OPERATIONS.forEach((operation, action) -> facts.fields()
                .request(FieldPath.parse("transactItems[]." + operation + ".tableName"))
                .forEach(table -> add(tables, action, table)));
    }

    // https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/ql-iam.html: the statement's verb decides.
    private static void statements(EventFacts facts, Map<String, Set<String>> tables) {
        for (FieldPath path : STATEMENTS) {
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
