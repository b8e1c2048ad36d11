package io.iamtighten.aws.trail;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.iamtighten.usage.RecordFields;
import io.iamtighten.usage.RecordResource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Takes the values of a record out of a tree: the plain way, which the fast one must equal. */
final class TreeRecord {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int MAX_DEPTH = 64;
    /** A user or role has at most 50 tags, a session as many more. */
    private static final int MAX_TAGS = 100;

    private TreeRecord() {}

    static RecordValues values(JsonNode record) {
        RecordValues values = new RecordValues();
        values.eventVersion = text(record, "eventVersion");
        values.eventId = text(record, "eventID");
        values.sharedEventId = text(record, "sharedEventID");
        values.eventTime = text(record, "eventTime");
        values.eventSource = text(record, "eventSource");
        values.eventName = text(record, "eventName");
        values.eventType = text(record, "eventType");
        values.eventCategory = text(record, "eventCategory");
        values.managementEvent = text(record, "managementEvent");
        values.readOnly = text(record, "readOnly");
        values.awsRegion = text(record, "awsRegion");
        values.recipientAccountId = text(record, "recipientAccountId");
        values.errorCode = text(record, "errorCode");
        values.errorMessage = text(record, "errorMessage");
        values.sourceIpAddress = text(record, "sourceIPAddress");
        values.vpcEndpointId = text(record, "vpcEndpointId");
        values.tls = !text(field(record, "tlsDetails"), "tlsVersion").isEmpty()
                || !text(field(record, "additionalEventData"), "CipherSuite").isEmpty();
        JsonNode addendum = field(record, "addendum");
        if (text(addendum, "reason").equals("UPDATED_DATA")) {
            values.originalEventId = text(addendum, "originalEventID");
        }
        identity(field(record, "userIdentity"), values);
        values.principalTags = tags(field(field(field(record, "eventContext"), "tagContext"), "principalTags"));
        values.fields = RecordFields.of(map(field(record, "requestParameters")), Map.of());
        values.resources = resources(field(record, "resources"));
        return values;
    }

    private static void identity(JsonNode identity, RecordValues values) {
        values.type = text(identity, "type");
        values.arn = text(identity, "arn");
        values.principalId = text(identity, "principalId");
        values.accountId = text(identity, "accountId");
        values.userName = text(identity, "userName");
        values.invokedBy = text(identity, "invokedBy");
        JsonNode session = field(identity, "sessionContext");
        JsonNode issuer = field(session, "sessionIssuer");
        values.issuerArn = text(issuer, "arn");
        values.issuerId = text(issuer, "principalId");
        values.mfa = text(field(session, "attributes"), "mfaAuthenticated");
        values.sourceIdentity = text(session, "sourceIdentity");
    }

    private static Map<String, String> tags(JsonNode node) {
        if (!node.isObject() || node.size() > MAX_TAGS) {
            return Map.of();
        }
        Map<String, String> tags = new LinkedHashMap<>();
        node.fields().forEachRemaining(tag -> {
            if (tag.getValue().isTextual()) {
                tags.put(tag.getKey(), tag.getValue().textValue());
            }
        });
        return tags;
    }

    static List<RecordResource> resources(JsonNode list) {
        if (!list.isArray() || list.isEmpty()) {
            return List.of();
        }
        List<RecordResource> resources = new ArrayList<>(list.size());
        for (JsonNode resource : list) {
            if (resource.isObject()) {
                resources.add(new RecordResource(
                        optional(resource, "ARN"),
                        optional(resource, "ARNPrefix"),
                        optional(resource, "accountId"),
                        optional(resource, "type")));
            }
        }
        return resources;
    }

    private static Optional<String> optional(JsonNode node, String name) {
        String text = text(node, name);
        return text.isEmpty() ? Optional.empty() : Optional.of(text);
    }

    static String text(JsonNode node, String name) {
        JsonNode value = direct(node, name);
        return value.isValueNode() && !value.isNull() ? value.asText() : "";
    }

    /** Returns a member, parsed where it is a text that holds JSON, as in rows of Athena. */
    static JsonNode field(JsonNode node, String name) {
        JsonNode value = direct(node, name);
        return value.isTextual() ? parsed(value.textValue()) : value;
    }

    /** Lake and Athena write the names in lower case. */
    private static JsonNode direct(JsonNode node, String name) {
        JsonNode value = node.get(name);
        if (value == null) {
            value = node.get(name.toLowerCase(Locale.ROOT));
        }
        return value == null ? MissingNode.getInstance() : value;
    }

    private static JsonNode parsed(String text) {
        if (text.startsWith("{") || text.startsWith("[")) {
            try {
                return JSON.readTree(text);
            } catch (JsonProcessingException e) {
                return MissingNode.getInstance();
            }
        }
        return MissingNode.getInstance();
    }

    static Map<String, @Nullable Object> map(JsonNode node) {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        if (node.isObject()) {
            node.fields().forEachRemaining(field -> map.put(field.getKey(), value(field.getValue(), 1)));
        }
        return map;
    }

    private static @Nullable Object value(JsonNode node, int depth) {
        if (depth > MAX_DEPTH || node.isNull()) {
            return null;
        }
        if (node.isObject()) {
            Map<String, @Nullable Object> map = new LinkedHashMap<>();
            node.fields().forEachRemaining(field -> map.put(field.getKey(), value(field.getValue(), depth + 1)));
            return map;
        }
        if (node.isArray()) {
            List<@Nullable Object> list = new ArrayList<>(node.size());
            node.forEach(item -> list.add(value(item, depth + 1)));
            return list;
        }
        return node.asText();
    }
}
