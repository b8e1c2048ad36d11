package io.iamtighten.cli.render;

import io.iamtighten.effective.Blocker;
import io.iamtighten.effective.StatementUse;
import io.iamtighten.policy.Condition;
import io.iamtighten.policy.Polarity;
import io.iamtighten.policy.ResourceElement;
import io.iamtighten.policy.ResourcePattern;
import io.iamtighten.request.AccessRequest;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** How statements, blockers and requests are called in text. */
final class AccessWords {
    /** Longer lists of resources are counted, and stand in full in the JSON. */
    private static final int MAX_RESOURCES = 4;

    private AccessWords() {}

    /** The statement, its resources where they are limited, and its conditions. */
    static String use(StatementUse use) {
        StringBuilder text = new StringBuilder(name(use));
        use.statement()
                .resources()
                .map(AccessWords::resources)
                .filter(r -> !r.isEmpty())
                .ifPresent(text::append);
        if (!use.conditions().isEmpty()) {
            text.append(", when ").append(conditions(use.conditions()));
        }
        return text.toString();
    }

    static String name(StatementUse use) {
        return switch (use.layer()) {
            case SCP, RCP ->
                use.layer().text().toUpperCase(java.util.Locale.ROOT) + " " + use.ref() + level(use.level());
            case BOUNDARY -> "boundary " + use.ref();
            default -> use.ref().toString();
        };
    }

    private static String level(String level) {
        return level.isEmpty() ? "" : " (at " + level + ")";
    }

    private static String resources(ResourceElement element) {
        List<String> texts =
                element.patterns().stream().map(ResourcePattern::text).toList();
        if (element.polarity() == Polarity.ONLY && texts.contains("*")) {
            return "";
        }
        String shown = texts.stream().limit(MAX_RESOURCES).collect(Collectors.joining(", "));
        String more = texts.size() > MAX_RESOURCES ? " and " + (texts.size() - MAX_RESOURCES) + " more" : "";
        return ", on " + (element.polarity() == Polarity.ONLY ? "" : "all but ") + shown + more;
    }

    static String conditions(List<Condition> conditions) {
        return conditions.stream().map(AccessWords::condition).collect(Collectors.joining(" and "));
    }

    static String condition(Condition condition) {
        String values = condition.values().stream().map(v -> "\"" + v + "\"").collect(Collectors.joining(" or "));
        return condition.key() + " " + condition.operator().text() + " " + values;
    }

    static String blocker(Blocker blocker) {
        if (blocker instanceof Blocker.DeniedBy denied) {
            return "denied by " + use(denied.statement());
        }
        Blocker.NotAllowedBy none = (Blocker.NotAllowedBy) blocker;
        String names = none.policies().isEmpty() ? "" : " " + String.join(", ", none.policies());
        return "not allowed by the " + none.layer().label() + names + level(none.level());
    }

    /** The session's name where it is one that a policy names. */
    private static String session(AccessRequest request) {
        String arn = request.principal().arn().orElse("");
        String name = arn.substring(arn.lastIndexOf('/') + 1);
        return arn.contains(":assumed-role/") && !name.equals("session") ? " in the session `" + name + "`" : "";
    }

    static Optional<String> example(Optional<AccessRequest> request) {
        return request.map(r -> {
            String context = r.context().asMap().entrySet().stream()
                    .filter(e -> !e.getKey().startsWith("aws:principal")
                            && !e.getKey().equals("aws:userid")
                            && !e.getKey().equals("aws:username"))
                    .map(e -> e.getKey() + "=" + String.join("|", e.getValue().values()))
                    .collect(Collectors.joining(", "));
            return r.action() + " on " + r.resource() + session(r) + (context.isEmpty() ? "" : " with " + context);
        });
    }
}
