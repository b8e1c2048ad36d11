package io.iamtighten.evaluate;

import java.util.List;

/** Writes an explanation for people. */
final class ExplanationText {
    private static final int SHOWN_VALUES = 4;

    private final StringBuilder text = new StringBuilder();

    private ExplanationText() {}

    static String of(Explanation explanation) {
        ExplanationText writer = new ExplanationText();
        writer.decision(explanation);
        writer.layers(explanation);
        writer.matched(explanation);
        writer.nearMisses(explanation);
        writer.alternatives(explanation);
        return writer.text.toString();
    }

    private void line(String line) {
        text.append(line).append('\n');
    }

    private void decision(Explanation explanation) {
        line(explanation.decision().outcome().text() + ": " + reason(explanation.decision()));
        line("  " + explanation.request().action() + " on "
                + explanation.request().resource());
        line("  by " + explanation.request().principal().arn().orElse("anybody"));
    }

    /** Returns the reason for a decision in one line. */
    static String reason(Decision decision) {
        String layer = decision.layer().label();
        return switch (decision.outcome()) {
            case ALLOWED ->
                decision.statement()
                        .map(s -> s + " (" + layer + ") allows it")
                        .orElse(
                                decision.layer() == PolicyLayer.SERVICE_RULE
                                        ? "the service asks for no permission"
                                        : "the root user may do everything in its account");
            case EXPLICIT_DENY ->
                decision.statement().map(s -> s + " (" + layer + ") denies it").orElse(layer);
            case IMPLICIT_DENY ->
                decision.layer() == PolicyLayer.SERVICE_RULE
                        ? "the resource belongs to AWS and nobody else may change it"
                        : "no " + layer + " allows it";
        };
    }

    private void layers(Explanation explanation) {
        if (explanation.layers().isEmpty()) {
            return;
        }
        line("");
        line("layers");
        for (Explanation.LayerAnswer layer : explanation.layers()) {
            String name = layer.layer().label() + (layer.level().isEmpty() ? "" : " " + layer.level());
            line("  " + name + " ".repeat(Math.max(1, 40 - name.length()))
                    + layer.answer().text());
        }
    }

    private void matched(Explanation explanation) {
        if (explanation.matched().isEmpty()) {
            return;
        }
        line("");
        line("statements that apply");
        for (Explanation.AppliedStatement applied : explanation.matched()) {
            line("  " + applied.effect().text() + "  " + applied.statement());
            if (!applied.naming().note().isEmpty()) {
                line("         " + applied.naming().note());
            }
        }
    }

    private void nearMisses(Explanation explanation) {
        if (explanation.nearMisses().isEmpty()) {
            return;
        }
        line("");
        line("statements that nearly apply");
        for (Explanation.NearMiss miss : explanation.nearMisses()) {
            line("  " + miss.effect().text() + "  " + miss.statement() + " ("
                    + miss.layer().label() + ")");
            for (Explanation.Mismatch mismatch : miss.mismatches()) {
                String what = mismatch.condition()
                        .map(c -> c.operator().text() + " " + c.key())
                        .orElse(mismatch.element().text());
                line("         " + what + ": " + values(mismatch.expected()));
                line("         " + " ".repeat(what.length()) + "  the request has "
                        + mismatch.actual().map(ExplanationText::values).orElse("no such key"));
            }
        }
    }

    private static String values(List<String> values) {
        if (values.isEmpty()) {
            return "(an empty set)";
        }
        List<String> shown = values.subList(0, Math.min(SHOWN_VALUES, values.size()));
        int more = values.size() - shown.size();
        return String.join(
                        ", ", shown.stream().map(v -> v.isEmpty() ? "\"\"" : v).toList())
                + (more == 0 ? "" : " and " + more + " more");
    }

    private void alternatives(Explanation explanation) {
        if (!explanation.alternatives().isEmpty()) {
            line("");
            line("context that the request lacks and that changes the outcome, for instance");
            for (Explanation.Alternative alternative : explanation.alternatives()) {
                String keys = String.join(
                        ", ",
                        alternative.context().entrySet().stream()
                                .map(e -> e.getKey() + "=" + values(e.getValue().values()))
                                .toList());
                line("  " + keys + " -> " + alternative.outcome().text());
            }
        }
        if (!explanation.alternativesComplete()) {
            line("");
            line("not every absent context key was tried: the statements speak of too many");
        }
    }
}
