package io.iamtighten.aws.trail;

import static io.iamtighten.aws.trail.PlainTrail.at;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Counts recorded events by principal, action and kind of outcome: by the reference tables as text, sharing nothing with the product. */
final class PlainCount {
    private final Map<String, String[]> rows = new HashMap<>();
    private final Map<String, List<String>> prefixes = new HashMap<>();
    private final Set<String> catalog = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);

    /** Events by principal. */
    final Map<String, Long> principals = new TreeMap<>();
    /** Calls by principal, action and outcome. */
    final Map<String, Long> actions = new TreeMap<>();
    /** Calls by principal, source and name, for which no action is known. */
    final Map<String, Long> unmapped = new TreeMap<>();

    PlainCount(Path reference) throws IOException {
        for (String line : Files.readAllLines(reference.resolve("event-actions.tsv"))) {
            String[] cells = line.split("\t", -1);
            rows.put(cells[0] + "/" + cells[1], cells);
            if (cells[3].equals("identity") || cells[3].equals("mapped")) {
                catalog.addAll(List.of(cells[2].split(",")));
                catalog.addAll(List.of(cells[5].split(",")));
            }
        }
        for (String line : Files.readAllLines(reference.resolve("event-sources.tsv"))) {
            String[] cells = line.split("\t", -1);
            prefixes.put(cells[0], List.of(cells[1].split(",")));
        }
    }

    void add(Map<?, ?> record) {
        String type = at(record, "eventType");
        if (type.equals("AwsVpceEvent") || at(record, "eventCategory").equals("NetworkActivity")) {
            return;
        }
        String principal = principal(record);
        principals.merge(principal, 1L, Long::sum);
        if (!type.isEmpty() && !type.equals("AwsApiCall")) {
            return;
        }
        String source = at(record, "eventSource");
        String name = at(record, "eventName");
        String[] row = rows.getOrDefault(source + "/" + name, rows.get(source + "/" + bare(name)));
        List<String> used = new ArrayList<>();
        if (row != null && row[3].equals("none-needed")) {
            return;
        }
        if (source.startsWith("dynamodb") && name.matches("(Batch)?Execute(Statement|Transaction)")) {
            verbs(record, used);
        } else if (row != null && !row[3].equals("unmapped")) {
            used.addAll(List.of(row[2].split(",")));
        } else {
            for (String prefix : prefixes.getOrDefault(source, List.of())) {
                if (catalog.contains(prefix + ":" + name)) {
                    used.add(prefix + ":" + name);
                }
            }
        }
        if (used.isEmpty()) {
            unmapped.merge(principal + " " + source + "/" + name, 1L, Long::sum);
        }
        String outcome = outcome(at(record, "errorCode"), at(record, "errorMessage"));
        used.forEach(action -> actions.merge(principal + " " + action + " " + outcome, 1L, Long::sum));
    }

    /** The verbs of statements decide which actions are checked. */
    private static void verbs(@Nullable Object value, List<String> into) {
        if (value instanceof List<?> list) {
            list.forEach(item -> verbs(item, into));
        } else if (value instanceof Map<?, ?> map) {
            map.forEach((name, inner) -> {
                if (name.equals("statement") && inner instanceof String text) {
                    String verb = text.strip().split("\\s")[0].toLowerCase(Locale.ROOT);
                    String action =
                            "dynamodb:PartiQL" + verb.substring(0, 1).toUpperCase(Locale.ROOT) + verb.substring(1);
                    if (!into.contains(action)) {
                        into.add(action);
                    }
                } else {
                    verbs(inner, into);
                }
            });
        }
    }

    /** Lambda and CloudFront put the version of their API behind the name. */
    private static String bare(String name) {
        String shorter = name.replaceAll("[0-9]{8}(v[0-9]+)?$", "");
        return shorter.equals(name) ? name.replaceAll("_?[0-9]{4}_[0-9]{2}_[0-9]{2}$", "") : shorter;
    }

    private static String principal(Map<?, ?> record) {
        String type = at(record, "userIdentity", "type");
        String issuer = at(record, "userIdentity", "sessionContext", "sessionIssuer", "arn");
        String arn = at(record, "userIdentity", "arn");
        String account = at(record, "userIdentity", "accountId");
        if (issuer.contains(":role/") && !Set.of("IAMUser", "FederatedUser").contains(type)) {
            return issuer;
        }
        if (arn.contains(":assumed-role/")) {
            String[] parts = arn.split("[:/]", -1);
            return "arn:" + parts[1] + ":iam::" + parts[4] + ":role/" + parts[6];
        }
        boolean named = arn.contains(":role/") || arn.contains(":user/") || arn.contains(":federated-user/");
        if (named || arn.endsWith(":root") && !type.equals("AWSAccount")) {
            return arn;
        }
        String invokedBy = at(record, "userIdentity", "invokedBy");
        if (type.equals("AWSService") || type.isEmpty() && account.isEmpty() && !invokedBy.isEmpty()) {
            return invokedBy.isEmpty() ? "AWSService" : invokedBy;
        }
        if (account.equals("ANONYMOUS_PRINCIPAL")) {
            return "anonymous";
        }
        if (type.equals("SAMLUser") || type.equals("WebIdentityUser")) {
            return type;
        }
        String user =
                type.equals("IAMUser") || type.equals("FederatedUser") ? at(record, "userIdentity", "userName") : "";
        return (type.isEmpty() ? "Unknown" : type)
                + (account.isEmpty() ? "" : ":" + account)
                + (user.isEmpty() ? "" : ":" + user);
    }

    /** The classes of FORMAT.md, section 5. */
    private static String outcome(String errorCode, String message) {
        String code = errorCode.toLowerCase(Locale.ROOT).replaceFirst("^client\\.", "");
        if (code.isEmpty() || code.equals("dryrunoperation")) {
            return "SUCCEEDED";
        }
        if (code.matches(".*(accessdenied|unauthorized|notauthorized).*|authorizationerror|forbidden.*")
                || message.contains("is not authorized to perform: ")) {
            return "REFUSED";
        }
        if (code.matches(".*(notfound|nosuch|doesnotexist|nonexistent).*")
                && !code.matches(".*(configuration|tagset|bucketpolicy).*")) {
            return "NOT_FOUND";
        }
        if (code.startsWith("validation") && message.endsWith(" does not exist")) {
            return "NOT_FOUND";
        }
        if (code.matches(".*(throttl|toomanyrequests|limitexceeded|validation|invalidparameter|malformed).*")
                || code.matches(
                        "(unrecognizedclient|expiredtoken|invalidclienttokenid|cloudtrailinvalidclienttokenid|authfailure"
                                + "|missingparameter|optinrequired).*")) {
            return "FAILED_EARLY";
        }
        return code.matches(".*(internal|unavailable|serviceexception|serverexception).*")
                ? "UNKNOWN"
                : "FAILED_AUTHORISED";
    }
}
