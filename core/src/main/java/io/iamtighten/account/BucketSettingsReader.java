package io.iamtighten.account;

import io.iamtighten.arn.Arn;
import io.iamtighten.json.JsonValue;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Reads our form of the settings of buckets, a list of {@code {"resource": ARN, "Versioning": {...}, "ObjectLockConfiguration": {...}}}:
 * the settings are what {@code GetBucketVersioning} and {@code GetObjectLockConfiguration} answer, {@code {}} where they are off, left out
 * where they are not known.
 */
final class BucketSettingsReader {
    private final JsonSource source;
    private final Set<String> known = new HashSet<>();

    BucketSettingsReader(JsonSource source) {
        this.source = source;
    }

    void read(List<BucketSettings> into) {
        for (JsonValue value : source.values()) {
            if (value instanceof JsonValue.JsonArray list) {
                for (int i = 0; i < list.elements().size(); i++) {
                    one(list.elements().get(i), "/" + i, into);
                }
            } else {
                source.problem(value, "", "expected a list of buckets' settings");
            }
        }
    }

    private void one(JsonValue value, String pointer, List<BucketSettings> into) {
        Optional<JsonSource.Node> found = source.node(value, pointer, "the settings of a bucket");
        if (found.isEmpty()) {
            return;
        }
        JsonSource.Node node = found.get();
        String arn = source.requiredText(node, "resource");
        if (!arn.isEmpty() && !isBucket(arn)) {
            source.problem(value, node.below("resource"), "`" + arn + "` is not the ARN of a bucket");
        }
        if (!arn.isEmpty() && !known.add(arn)) {
            source.problem(value, pointer, "the settings of `" + arn + "` stand twice");
        }
        into.add(new BucketSettings(
                arn,
                source.object(node, "Versioning")
                        .map(v -> source.text(v, "Status").isPresent()),
                source.object(node, "ObjectLockConfiguration")
                        .map(lock -> source.text(lock, "ObjectLockEnabled").isPresent())));
    }

    private static boolean isBucket(String arn) {
        return Arn.parse(arn)
                .filter(parsed -> parsed.service().equals("s3")
                        && parsed.account().isEmpty()
                        && !parsed.resource().isEmpty()
                        && parsed.resource().indexOf('/') < 0)
                .isPresent();
    }
}
