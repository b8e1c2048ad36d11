package io.iamtighten.cli.render;

import io.iamtighten.aws.trail.TrailReading;
import io.iamtighten.catalog.ServiceCatalog;
import io.iamtighten.cli.render.UsageRows.ActionRow;
import io.iamtighten.cli.render.UsageRows.ServiceRow;
import io.iamtighten.usage.Observability;
import io.iamtighten.usage.PrincipalUsage;
import io.iamtighten.usage.TrailCoverage;
import io.iamtighten.usage.UnmappedEvent;
import io.iamtighten.usage.UsageSummary;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Usage for people: 80 columns. */
public final class UsageText {
    private static final int WIDTH = 80;
    private static final int MAX_PRINCIPALS = 50;
    private static final int MAX_UNMAPPED = 20;

    private final StringBuilder out = new StringBuilder();
    private final int top;

    private UsageText(int top) {
        this.top = top;
    }

    /** Returns the usage as text; of each principal the actions most used. */
    public static String render(TrailReading reading, Optional<String> principal, int top, ServiceCatalog catalog) {
        UsageText text = new UsageText(top);
        UsageSummary summary = reading.summary();
        List<PrincipalUsage> all = summary.principals();
        List<PrincipalUsage> shown = all.stream()
                .filter(usage -> UsageRows.isAskedFor(usage, principal))
                .sorted(Comparator.comparingLong(PrincipalUsage::events).reversed())
                .toList();
        text.coverage(reading, summary.coverage(), all.size(), catalog);
        for (PrincipalUsage usage : shown.subList(0, Math.min(shown.size(), MAX_PRINCIPALS))) {
            text.principal(usage);
        }
        if (shown.isEmpty()) {
            text.line("");
            text.line("No principal of that name did anything in these records.");
        }
        if (shown.size() > MAX_PRINCIPALS) {
            text.line("");
            text.line("and " + (shown.size() - MAX_PRINCIPALS)
                    + " more of them; --principal NAME shows one, --format json all");
        }
        text.list("Not exact", summary.losses());
        return text.out.toString();
    }

    private void coverage(TrailReading reading, TrailCoverage coverage, int principals, ServiceCatalog catalog) {
        line(count(coverage.events(), "event") + " of " + count(principals, "principal") + " in "
                + count(coverage.files(), "file"));
        if (coverage.from().isPresent() && coverage.to().isPresent()) {
            line("from " + time(coverage.from().get()) + " to "
                    + time(coverage.to().get()) + " UTC");
        }
        long copies = coverage.detail().copies();
        if (copies > 0 || reading.filesSkipped() > 0 || reading.filesKnown() > 0) {
            wrapped("(files read before: " + number(reading.filesKnown()) + "; files without records skipped: "
                    + number(reading.filesSkipped()) + "; copies of events left out: " + number(copies) + ")");
        }
        wrapped("accounts: " + counts(coverage.eventsByAccount()));
        wrapped("regions:  " + counts(coverage.eventsByRegion()));
        Observability observability = Observability.of(coverage, catalog);
        list("What the records can show", observability.statements());
    }

    private static String counts(Map<String, Long> counts) {
        StringBuilder text = new StringBuilder();
        counts.entrySet().stream()
                .sorted(Map.Entry.<String, Long>comparingByValue().reversed().thenComparing(Map.Entry.comparingByKey()))
                .limit(12)
                .forEach(entry -> text.append(text.isEmpty() ? "" : ", ")
                        .append(entry.getKey().isEmpty() ? "unknown" : entry.getKey())
                        .append(' ')
                        .append(number(entry.getValue())));
        if (counts.size() > 12) {
            text.append(" and ").append(counts.size() - 12).append(" more");
        }
        return text.isEmpty() ? "none" : text.toString();
    }

    private void principal(PrincipalUsage usage) {
        line("");
        line(usage.principal().arn()
                + (usage.principal().id().map(id -> " (" + id + ")").orElse("")));
        line("  " + count(usage.events(), "event"));
        List<ActionRow> actions = UsageRows.actions(usage);
        if (!actions.isEmpty()) {
            line(String.format(
                    Locale.ROOT, "  %-34s %9s %9s %9s  %-10s", "service", "calls", "refused", "actions", "last"));
        }
        for (ServiceRow row : UsageRows.services(actions)) {
            line(String.format(
                    Locale.ROOT,
                    "  %-34s %9d %9d %9d  %-10s",
                    row.service(),
                    row.calls(),
                    row.refused(),
                    row.actions(),
                    day(row.last())));
        }
        List<ActionRow> used =
                actions.stream().filter(row -> row.calls() > row.refused()).toList();
        section("most used", used, used.size() > top);
        List<ActionRow> refused =
                actions.stream().filter(row -> row.refused() > 0).toList();
        section("refused", refused, refused.size() > top);
        if (!usage.unmapped().isEmpty()) {
            line("  no action known for");
            for (UnmappedEvent event : usage.unmapped()
                    .subList(0, Math.min(MAX_UNMAPPED, usage.unmapped().size()))) {
                line("    " + event.eventSource() + " " + event.eventName() + " "
                        + event.occurrences().count());
            }
            if (usage.unmapped().size() > MAX_UNMAPPED) {
                line("    and " + (usage.unmapped().size() - MAX_UNMAPPED) + " more kinds of calls");
            }
        }
    }

    private void section(String title, List<ActionRow> rows, boolean cut) {
        if (rows.isEmpty()) {
            return;
        }
        line("  " + title);
        boolean refused = title.equals("refused");
        for (ActionRow row : rows.subList(0, Math.min(top, rows.size()))) {
            long count = refused ? row.refused() : row.calls() - row.refused();
            line(String.format(Locale.ROOT, "    %-52s %9d%s", row.action(), count, row.passed() ? "  passed" : ""));
        }
        if (cut) {
            line("    and " + (rows.size() - top) + " more actions");
        }
    }

    private void list(String title, List<String> items) {
        if (items.isEmpty()) {
            return;
        }
        line("");
        line(title + ":");
        for (String item : items) {
            wrapped("- " + item);
        }
    }

    private void wrapped(String text) {
        String rest = text;
        String indent = "";
        while (indent.length() + rest.length() > WIDTH) {
            int cut = rest.lastIndexOf(' ', WIDTH - indent.length());
            if (cut <= 0) {
                break;
            }
            line(indent + rest.substring(0, cut));
            rest = rest.substring(cut + 1);
            indent = "  ";
        }
        line(indent + rest);
    }

    private void line(String text) {
        out.append(text).append('\n');
    }

    private static String count(long value, String noun) {
        return number(value) + " " + noun + (value == 1 ? "" : "s");
    }

    private static String number(long value) {
        return String.format(Locale.ROOT, "%,d", value);
    }

    private static String time(Instant instant) {
        return instant.toString().replace('T', ' ').replace("Z", "");
    }

    private static String day(Instant instant) {
        return instant.equals(Instant.EPOCH) ? "unknown" : instant.toString().substring(0, 10);
    }
}
