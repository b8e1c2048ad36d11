package io.iamtighten.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.iamtighten.lint.AddressReach;
import io.iamtighten.lint.CallerAddresses;
import io.iamtighten.values.IpRange;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Prints from which source addresses permissions can be used. */
final class LintAddresses {
    private static final int NAMED = 5;

    private LintAddresses() {}

    static String text(Map<String, List<CallerAddresses>> reaches) {
        StringBuilder text = new StringBuilder();
        reaches.forEach((name, callers) -> {
            text.append(name).append('\n');
            if (callers.isEmpty()) {
                text.append("  nobody: no Allow statement names a caller\n");
            }
            for (CallerAddresses caller : callers) {
                LintText.wrap(caller.caller() + ":", "  ", text);
                if (caller.withheld().isPresent()) {
                    LintText.wrap("nothing said: " + caller.withheld().get(), "    ", text);
                } else if (caller.reaches().isEmpty()) {
                    text.append("    from every address: no policy speaks of aws:SourceIp\n");
                }
                caller.reaches().forEach(reach -> reach(reach, text));
            }
            text.append('\n');
        });
        return text.toString();
    }

    private static void reach(AddressReach reach, StringBuilder text) {
        int more = reach.actions().size() - NAMED;
        LintText.wrap(
                String.join(
                                ", ",
                                reach.actions()
                                        .subList(
                                                0,
                                                Math.min(NAMED, reach.actions().size())))
                        + (more > 0 ? " and " + more + " more actions" : ""),
                "    ",
                text);
        LintText.wrap(from(reach), "      ", text);
    }

    private static String from(AddressReach reach) {
        if (reach.undecided().isPresent()) {
            return "undecided: " + reach.undecided().get();
        }
        if (reach.nowhere()) {
            return "from nowhere: addresses contradict each other, or it is denied";
        }
        List<String> parts = new ArrayList<>();
        for (IpRange range : reach.ranges()) {
            parts.add(
                    range.prefixLength() == 0 ? "every IPv" + (range.v6() ? "6" : "4") + " address" : range.toString());
        }
        reach.privateRanges().forEach(r -> parts.add(r + " (private: never seen)"));
        if (reach.withoutAddress()) {
            parts.add("without aws:SourceIp, as through VPC endpoints");
        }
        return "from " + String.join(", ", parts);
    }

    static String json(Map<String, List<CallerAddresses>> reaches) {
        ObjectNode root = Inputs.MAPPER.createObjectNode();
        root.put("format", 1);
        ArrayNode principals = root.putArray("principals");
        reaches.forEach((name, callers) -> callers.forEach(caller -> {
            ObjectNode principal = principals.addObject();
            principal.put("name", name);
            principal.put("caller", caller.caller());
            caller.withheld().ifPresent(why -> principal.put("withheld", why));
            principal.put("limited", !caller.reaches().isEmpty());
            ArrayNode permissions = principal.putArray("permissions");
            caller.reaches().forEach(reach -> reach(reach, permissions.addObject()));
        }));
        return root.toPrettyString() + "\n";
    }

    private static void reach(AddressReach reach, ObjectNode node) {
        ArrayNode actions = node.putArray("actions");
        reach.actions().forEach(actions::add);
        ArrayNode statements = node.putArray("statements");
        reach.statements().forEach(s -> statements.add(s.toString()));
        if (reach.undecided().isPresent()) {
            node.put("undecided", reach.undecided().get());
            return;
        }
        ArrayNode ranges = node.putArray("ranges");
        reach.ranges().forEach(r -> ranges.add(r.toString()));
        ArrayNode privates = node.putArray("privateRanges");
        reach.privateRanges().forEach(r -> privates.add(r.toString()));
        node.put("withoutAddress", reach.withoutAddress());
    }
}
