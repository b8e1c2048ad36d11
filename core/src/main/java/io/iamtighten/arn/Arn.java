package io.iamtighten.arn;

import java.util.Optional;

/**
 * An Amazon Resource Name of six parts.
 *
 * @param partition such as {@code aws} or {@code aws-cn}
 * @param service such as {@code s3}
 * @param region empty for global resources
 * @param account twelve digits, or empty
 * @param resource the rest; may hold colons and slashes
 * @see <a href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html">ARNs</a>
 */
public record Arn(String partition, String service, String region, String account, String resource) {
    /** Returns the ARN that a text spells, or empty when it has fewer than six parts or does not start with {@code arn:}. */
    public static Optional<Arn> parse(String text) {
        if (!text.startsWith("arn:")) {
            return Optional.empty();
        }
        int service = text.indexOf(':', 4);
        int region = service < 0 ? -1 : text.indexOf(':', service + 1);
        int account = region < 0 ? -1 : text.indexOf(':', region + 1);
        int resource = account < 0 ? -1 : text.indexOf(':', account + 1);
        if (resource < 0) {
            return Optional.empty();
        }
        return Optional.of(new Arn(
                text.substring(4, service),
                text.substring(service + 1, region),
                text.substring(region + 1, account),
                text.substring(account + 1, resource),
                text.substring(resource + 1)));
    }

    /** Returns the resource part up to its first slash or colon: the resource type where the service has several. */
    public String resourceType() {
        int end = 0;
        while (end < resource.length() && resource.charAt(end) != '/' && resource.charAt(end) != ':') {
            end++;
        }
        return resource.substring(0, end);
    }

    /** Returns the resource part behind its last slash, such as the name of a role with a path. */
    public String name() {
        return resource.substring(resource.lastIndexOf('/') + 1);
    }

    @Override
    public String toString() {
        return "arn:" + partition + ":" + service + ":" + region + ":" + account + ":" + resource;
    }
}
