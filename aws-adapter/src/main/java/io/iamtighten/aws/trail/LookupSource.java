package io.iamtighten.aws.trail;

import io.iamtighten.aws.client.AwsCall;
import io.iamtighten.aws.client.AwsException;
import io.iamtighten.aws.client.AwsSession;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.services.cloudtrail.model.Event;
import software.amazon.awssdk.services.cloudtrail.model.LookupAttribute;
import software.amazon.awssdk.services.cloudtrail.model.LookupAttributeKey;
import software.amazon.awssdk.services.cloudtrail.model.LookupEventsResponse;

/** The management events that CloudTrail keeps of one region, one record a line. */
record LookupSource(
        AwsSession session,
        String region,
        Optional<String> userName,
        Instant from,
        Optional<Instant> until,
        Duration pace)
        implements TrailSource {
    private static final int PAGE = 50;

    @Override
    public String name() {
        return "cloudtrail LookupEvents in " + region;
    }

    @Override
    public long size() {
        return -1;
    }

    @Override
    public InputStream open() {
        return new Pages();
    }

    private LookupEventsResponse page(Optional<String> token) {
        List<LookupAttribute> attributes = userName.map(name -> List.of(LookupAttribute.builder()
                        .attributeKey(LookupAttributeKey.USERNAME)
                        .attributeValue(name)
                        .build()))
                .orElse(List.of());
        return session.call(
                AwsCall.LOOKUP_EVENTS,
                () -> session.cloudTrail(region)
                        .lookupEvents(request -> request.startTime(from)
                                .endTime(until.orElse(null))
                                .maxResults(PAGE)
                                .lookupAttributes(attributes)
                                .nextToken(token.orElse(null))));
    }

    /** Fetches a page when the one before is used up, not faster than the rate that CloudTrail allows. */
    private final class Pages extends InputStream {
        private final Set<String> tokens = new HashSet<>();
        private InputStream current = InputStream.nullInputStream();
        private Optional<String> token = Optional.empty();
        private boolean started;
        private long next = System.nanoTime();

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            int count = read(one, 0, 1);
            return count < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            while (true) {
                int count = current.read(into, offset, length);
                if (count > 0 || length == 0) {
                    return count;
                }
                if (started && token.isEmpty()) {
                    return -1;
                }
                fetch();
            }
        }

        private void fetch() {
            await();
            LookupEventsResponse answer = page(token);
            started = true;
            token = Optional.ofNullable(answer.nextToken()).filter(text -> !text.isEmpty());
            if (token.isPresent() && !tokens.add(token.get())) {
                throw AwsException.of(
                        AwsException.Kind.BAD_ANSWER,
                        AwsCall.LOOKUP_EVENTS.action(),
                        "cloudtrail:LookupEvents gave the same page twice; the list would never end");
            }
            StringBuilder lines = new StringBuilder();
            for (Event event : answer.events()) {
                if (event.cloudTrailEvent() != null) {
                    lines.append(event.cloudTrailEvent()).append('\n');
                }
            }
            current = new ByteArrayInputStream(lines.toString().getBytes(StandardCharsets.UTF_8));
        }

        private void await() {
            long wait = next - System.nanoTime();
            next = Math.max(next, System.nanoTime()) + pace.toNanos();
            if (wait > 0 && started) {
                try {
                    Thread.sleep(wait / 1_000_000, (int) (wait % 1_000_000));
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    throw AwsException.of(AwsException.Kind.CANCELLED, AwsCall.LOOKUP_EVENTS.action(), "cancelled");
                }
            }
        }
    }
}
