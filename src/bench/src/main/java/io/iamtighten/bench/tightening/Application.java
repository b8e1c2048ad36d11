package io.iamtighten.bench.tightening;

import io.iamtighten.account.BucketSettings;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * One role's work.
 *
 * @param name the application's name
 * @param kind what kind of application it is
 * @param style how its policy is written
 * @param needs all that it has to do
 * @param policy its role's policy today, wider than it needs
 * @param trust its role's trust policy
 * @param bucketKeys whether its buckets have bucket keys, if their objects lie under keys of KMS
 */
record Application(
        String name, String kind, Style style, List<Need> needs, String policy, String trust, boolean bucketKeys) {
    private static final String BUCKETS = "arn:aws:s3:::";

    /** Returns the settings of its buckets: four of ten have versions of objects, and one of these Object Lock; nobody ever used them. */
    List<BucketSettings> buckets() {
        Map<String, BucketSettings> settings = new TreeMap<>();
        for (Need need : needs) {
            if (need.truth().startsWith(BUCKETS)) {
                String bucket = need.truth().split("/", 2)[0];
                int sort = Math.floorMod(bucket.hashCode(), 10);
                settings.put(bucket, new BucketSettings(bucket, Optional.of(sort < 4), Optional.of(sort == 0)));
            }
        }
        return List.copyOf(settings.values());
    }

    /** How today's policy is written: assumptions about the world, each met by one role of every kind. */
    enum Style {
        /** Everything on everything, as AdministratorAccess. */
        ADMINISTRATOR,
        /** Everything of the services used, on everything. */
        SERVICES,
        /** Everything but identity by NotAction, as PowerUserAccess. */
        POWER_USER,
        /** What tools for infrastructure as code write for "may read and write this": groups of actions on the application's own resources. */
        GRANTS,
        /** By hand: the actions needed and a few more, on the application's own resources. */
        BY_HAND;

        /** Returns whether the policy tells which data the application works on. */
        boolean namesData() {
            return this == GRANTS || this == BY_HAND;
        }
    }
}
