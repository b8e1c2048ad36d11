package io.iamtighten.usage;

import io.iamtighten.json.JsonProblem;
import io.iamtighten.json.JsonReader;
import io.iamtighten.json.JsonValue;
import io.iamtighten.json.Pointers;
import io.iamtighten.policy.Position;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Reads what {@code aws iam get-service-last-accessed-details} prints, at the level of services or of actions; several pages may stand one
 * after the other.
 *
 * @see <a href="https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetServiceLastAccessedDetails.html">GetServiceLastAccessedDetails</a>
 */
public final class LastAccessedParser {
    /** Beyond this many, problems are not listed. */
    private static final int PROBLEMS_LISTED = 100;

    private final String text;
    private final String principalArn;
    private final List<LastAccessedParse.Problem> problems = new ArrayList<>();
    private final Map<String, LastAccessed.Service> services = new TreeMap<>();
    private Optional<Instant> asOf = Optional.empty();
    private boolean truncated;

    private LastAccessedParser(String text, String principalArn) {
        this.text = text;
        this.principalArn = principalArn;
    }

    /**
     * Reads a report about one role or user.
     *
     * @param text the JSON text
     * @param principalArn the role or user; a report about another one is a problem
     */
    public static LastAccessedParse parse(String text, String principalArn) {
        LastAccessedParser parser = new LastAccessedParser(text, principalArn);
        parser.read();
        Optional<LastAccessed> details = parser.problems.isEmpty()
                ? Optional.of(new LastAccessed(principalArn, parser.asOf, List.copyOf(parser.services.values())))
                : Optional.empty();
        return new LastAccessedParse(details, parser.problems, !parser.truncated);
    }

    private void read() {
        JsonReader.Sequence pages = JsonReader.readSequence(text);
        for (JsonProblem problem : pages.problems()) {
            add(problem.offset(), problem.offset() + 1, problem.pointer(), problem.message());
        }
        for (JsonValue page : pages.values()) {
            object(page, "", "last-accessed details").ifPresent(this::page);
        }
    }

    private void page(JsonValue.JsonObject page) {
        Optional<String> status = text(page, "", "JobStatus");
        if (status.isPresent() && !status.get().equals("COMPLETED")) {
            problem(
                    page,
                    "/JobStatus",
                    "the report is not finished: its `JobStatus` is `" + status.get() + "`; expected `COMPLETED`");
            return;
        }
        Optional<JsonValue> list = member(page, "ServicesLastAccessed");
        if (list.isEmpty()) {
            problem(
                    page,
                    "",
                    "`ServicesLastAccessed` is missing; expected what"
                            + " `aws iam get-service-last-accessed-details` prints");
            return;
        }
        instant(page, "", "JobCompletionDate").ifPresent(at -> {
            if (asOf.isEmpty() || at.isBefore(asOf.get())) {
                asOf = Optional.of(at);
            }
        });
        truncated = member(page, "IsTruncated")
                .filter(value -> value instanceof JsonValue.JsonBoolean flag && flag.value())
                .isPresent();
        if (list.get() instanceof JsonValue.JsonArray array) {
            for (int i = 0; i < array.elements().size(); i++) {
                String pointer = "/ServicesLastAccessed/" + i;
                object(array.elements().get(i), pointer, "an element of `ServicesLastAccessed`")
                        .ifPresent(service -> service(service, pointer));
            }
        } else {
            problem(
                    list.get(),
                    "/ServicesLastAccessed",
                    "`ServicesLastAccessed` is a list; found " + list.get().typeName());
        }
    }

    private void service(JsonValue.JsonObject service, String pointer) {
        Optional<String> namespace = text(service, pointer, "ServiceNamespace");
        if (namespace.isEmpty() || namespace.get().isEmpty()) {
            problem(service, pointer, "`ServiceNamespace` is missing; a service's prefix such as `s3` was expected");
            return;
        }
        String prefix = namespace.get().toLowerCase(Locale.ROOT);
        entity(service, pointer, "LastAuthenticatedEntity");
        List<LastAccessed.Action> actions = new ArrayList<>();
        Optional<JsonValue> tracked = member(service, "TrackedActionsLastAccessed");
        if (tracked.isPresent() && tracked.get() instanceof JsonValue.JsonArray array) {
            for (int i = 0; i < array.elements().size(); i++) {
                String below = pointer + "/TrackedActionsLastAccessed/" + i;
                object(array.elements().get(i), below, "an element of `TrackedActionsLastAccessed`")
                        .flatMap(action -> action(action, below, prefix))
                        .ifPresent(actions::add);
            }
        } else if (tracked.isPresent()) {
            problem(
                    tracked.get(),
                    pointer + "/TrackedActionsLastAccessed",
                    "`TrackedActionsLastAccessed` is a list; found "
                            + tracked.get().typeName());
        }
        LastAccessed.Service read = new LastAccessed.Service(
                prefix,
                instant(service, pointer, "LastAuthenticated"),
                text(service, pointer, "LastAuthenticatedRegion"),
                actions);
        if (services.putIfAbsent(prefix, read) != null) {
            problem(service, pointer, "the service `" + prefix + "` stands twice; one report was expected");
        }
    }

    private Optional<LastAccessed.Action> action(JsonValue.JsonObject action, String pointer, String prefix) {
        Optional<String> name = text(action, pointer, "ActionName");
        if (name.isEmpty() || name.get().isEmpty()) {
            problem(action, pointer, "`ActionName` is missing; an action such as `PutBucketPolicy` was expected");
            return Optional.empty();
        }
        entity(action, pointer, "LastAccessedEntity");
        return Optional.of(
                new LastAccessed.Action(prefix + ":" + name.get(), instant(action, pointer, "LastAccessedTime")));
    }

    /** Requires that a report's entity is the principal: one about a group or policy names whoever used it last. */
    private void entity(JsonValue.JsonObject object, String pointer, String key) {
        Optional<String> entity = text(object, pointer, key);
        if (entity.isPresent() && !entity.get().isEmpty() && !entity.get().equals(principalArn)) {
            problem(
                    object.get(key).orElse(object),
                    pointer + "/" + key,
                    "the report is about `" + entity.get() + "`; expected `" + principalArn + "`");
        }
    }

    private Optional<Instant> instant(JsonValue.JsonObject object, String pointer, String key) {
        Optional<String> value = text(object, pointer, key);
        if (value.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(OffsetDateTime.parse(value.get()).toInstant());
        } catch (DateTimeException e) {
            problem(
                    object.get(key).orElse(object),
                    pointer + "/" + key,
                    "`" + key + "` is `" + value.get() + "`; expected an instant such as 2026-01-31T12:00:00Z");
            return Optional.empty();
        }
    }

    private Optional<JsonValue.JsonObject> object(JsonValue value, String pointer, String what) {
        if (value instanceof JsonValue.JsonObject object) {
            return Optional.of(object);
        }
        problem(value, pointer, what + " is an object; found " + value.typeName());
        return Optional.empty();
    }

    /** Absent and null are the same. */
    private static Optional<JsonValue> member(JsonValue.JsonObject object, String key) {
        return object.get(key).filter(value -> !(value instanceof JsonValue.JsonNull));
    }

    private Optional<String> text(JsonValue.JsonObject object, String pointer, String key) {
        Optional<JsonValue> value = member(object, key);
        if (value.isPresent() && value.get().asText().isEmpty()) {
            problem(
                    value.get(),
                    pointer + "/" + Pointers.escape(key),
                    "`" + key + "` is a string; found " + value.get().typeName());
        }
        return value.flatMap(JsonValue::asText);
    }

    private void problem(JsonValue value, String pointer, String message) {
        add(value.start(), JsonReader.endOf(text, value.start()), pointer, message);
    }

    private void add(int start, int end, String pointer, String message) {
        if (problems.size() < PROBLEMS_LISTED) {
            int[] from = Pointers.lineColumn(text, start);
            int[] to = Pointers.lineColumn(text, Math.min(end, text.length()));
            problems.add(new LastAccessedParse.Problem(new Position(from[0], from[1], to[0], to[1], pointer), message));
        }
    }
}
