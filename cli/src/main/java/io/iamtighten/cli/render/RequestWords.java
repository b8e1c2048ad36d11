package io.iamtighten.cli.render;

import io.iamtighten.catalog.ServiceCatalog;
import io.iamtighten.request.AccessRequest;
import java.util.ArrayList;
import java.util.List;

/** Says a request in a line: {@code s3:GetObject on arn:aws:s3:::reports/a from 203.0.113.10 with aws:SecureTransport = `true`}. */
public final class RequestWords {
    private static final String ADDRESS = "aws:sourceip";

    private RequestWords() {}

    /**
     * Returns the line: action, resource, source address, and the other keys with their values.
     *
     * @param catalog gives the spelling of keys
     */
    public static String of(AccessRequest request, ServiceCatalog catalog) {
        StringBuilder text = new StringBuilder(request.action()).append(" on ").append(request.resource());
        request.context()
                .single(ADDRESS)
                .ifPresent(address -> text.append(" from ").append(address));
        List<String> keys = new ArrayList<>();
        request.context().asMap().forEach((key, values) -> {
            if (!key.equals(ADDRESS) || values.multivalued()) {
                keys.add(spelt(key, catalog) + " = `" + String.join("`, `", values.values()) + "`");
            }
        });
        return text.append(keys.isEmpty() ? "" : " with " + String.join(", ", keys))
                .toString();
    }

    /** A key in AWS's spelling; of one with a variable part, such as a tag's, that part as it is. */
    private static String spelt(String key, ServiceCatalog catalog) {
        return catalog.conditionKey(key)
                .map(known -> {
                    int variable = known.name().indexOf("${");
                    return variable < 0 ? known.name() : known.name().substring(0, variable) + key.substring(variable);
                })
                .orElse(key);
    }
}
