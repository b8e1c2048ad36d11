package io.iamtighten.aws.account;

import io.iamtighten.account.AccountParse;
import io.iamtighten.account.AccountParser;
import io.iamtighten.account.AccountText;
import io.iamtighten.account.AccountWriter;
import io.iamtighten.account.ResourcePolicy;
import io.iamtighten.aws.client.AwsCall;
import io.iamtighten.aws.client.AwsException;
import io.iamtighten.aws.client.AwsSession;
import io.iamtighten.policy.NamedPolicy;
import io.iamtighten.policy.PolicyParse;
import io.iamtighten.policy.PolicyParser;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;

/** Reads the policies of buckets. */
final class BucketPolicies {
    private static final String NONE = "[]";
    private static final int PAGE = 1000;

    private final AwsSession session;
    private final SnapshotProgress progress;
    private final Journal journal;
    private final List<String> gaps;
    private final AtomicInteger read = new AtomicInteger();
    private final TreeSet<String> listed = new TreeSet<>();

    BucketPolicies(AwsSession session, SnapshotProgress progress, Journal journal, List<String> gaps) {
        this.session = session;
        this.progress = progress;
        this.journal = journal;
        this.gaps = gaps;
    }

    /** Either a bucket's policy, or why it is unknown; neither when it has none. */
    private record Found(Optional<ResourcePolicy> policy, Optional<String> gap) {}

    List<ResourcePolicy> all(String account) {
        try {
            session.pages(
                    AwsCall.LIST_BUCKETS,
                    token -> session.s3()
                            .listBuckets(request -> request.maxBuckets(PAGE).continuationToken(token.orElse(null))),
                    answer -> Optional.ofNullable(answer.continuationToken()),
                    answer -> answer.buckets().forEach(bucket -> listed.add(bucket.name())));
        } catch (AwsException e) {
            if (e.fatal()) {
                throw e;
            }
            gaps.add("the policies of buckets are unknown: " + e.getMessage());
            return List.of();
        }
        return of(listed, Optional.of(account));
    }

    /** Returns the buckets that were listed. */
    Collection<String> listed() {
        return listed;
    }

    List<ResourcePolicy> of(Collection<String> names, Optional<String> account) {
        List<ResourcePolicy> policies = new ArrayList<>();
        for (Found found : session.each(names, name -> one(name, account))) {
            found.policy().ifPresent(policies::add);
            found.gap().ifPresent(gaps::add);
        }
        return policies;
    }

    private Found one(String bucket, Optional<String> account) {
        String key = "bucket-" + bucket;
        Optional<AccountText> kept = journal.get(key).map(text -> new AccountText(key, text));
        if (kept.isPresent()) {
            AccountParse parse = AccountParser.parse(List.of(), Optional.empty(), List.of(kept.get()));
            return new Found(
                    parse.snapshot()
                            .flatMap(snapshot ->
                                    snapshot.resourcePolicies().stream().findFirst()),
                    Optional.empty());
        }
        Found found = fetch(bucket, account);
        if (found.gap().isEmpty()) {
            journal.put(key, found.policy().map(AccountWriter::resourcePolicy).orElse(NONE));
        }
        progress.read("bucket policies", read.incrementAndGet());
        return found;
    }

    private Found fetch(String bucket, Optional<String> account) {
        // The partition does not show in a bucket's name.
        String arn = "arn:" + session.partition() + ":s3:::" + bucket;
        try {
            String text = session.call(
                    AwsCall.GET_BUCKET_POLICY,
                    () -> session.s3()
                            .getBucketPolicy(request -> request.bucket(bucket))
                            .policy());
            PolicyParse parse = PolicyParser.parse(text);
            if (parse.document().isEmpty()) {
                return new Found(
                        Optional.empty(),
                        Optional.of(
                                "the policy of the bucket `" + bucket + "` cannot be read, so what it says is unknown: "
                                        + parse.problems().get(0).render(Optional.empty())));
            }
            return new Found(
                    Optional.of(new ResourcePolicy(
                            arn, account, new NamedPolicy(arn, parse.document().get()))),
                    Optional.empty());
        } catch (AwsException e) {
            if (e.fatal()) {
                throw e;
            }
            return e.kind() == AwsException.Kind.NOT_FOUND
                    ? new Found(Optional.empty(), Optional.empty())
                    : new Found(
                            Optional.empty(),
                            Optional.of("the policy of the bucket `" + bucket + "` is unknown: " + e.getMessage()));
        }
    }
}
