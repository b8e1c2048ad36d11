package io.iamtighten.aws.trail;

import io.iamtighten.arn.Arn;
import io.iamtighten.request.PrincipalType;
import io.iamtighten.usage.UsagePrincipal;
import java.nio.charset.StandardCharsets;

/** Tells the records of one role: by its ARN with the path, and by its account and name where a record has no path. */
final class RoleFilter {
    private final String arn;
    private final byte[] bytes;
    private final String pathless;

    RoleFilter(String arn) {
        this.arn = arn;
        this.bytes = arn.getBytes(StandardCharsets.UTF_8);
        this.pathless = Arn.parse(arn)
                .map(a -> new Arn(a.partition(), a.service(), a.region(), a.account(), "role/" + a.name()).toString())
                .orElse(arn);
    }

    boolean matches(UsagePrincipal principal) {
        return principal.type() == PrincipalType.IAM_ROLE
                && (principal.arn().equals(arn)
                        || !principal.pathKnown() && principal.arn().equals(pathless));
    }

    /** Returns whether a record is of another role for sure. */
    boolean excludes(Slices record) {
        return record.isIssued() && !record.is(Slices.ISSUER_ARN, bytes);
    }
}
