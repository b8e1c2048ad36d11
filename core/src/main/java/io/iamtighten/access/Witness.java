package io.iamtighten.access;

import io.iamtighten.arn.Arn;
import io.iamtighten.arn.WildcardReading;
import io.iamtighten.policy.PolicyDocument;
import io.iamtighten.policy.PrincipalKind;
import io.iamtighten.request.AccessRequest;
import io.iamtighten.request.PrincipalType;
import io.iamtighten.request.RequestPrincipal;
import java.util.Optional;

/**
 * A concrete request that shows something about sets of requests. It has been confirmed by an evaluation of the policies.
 *
 * @param request the request; where no policy speaks of principals, its principal is any role
 * @param principal the principal as a policy names it, such as {@code AWS|arn:aws:iam::111122223333:role/Any},
 *     {@code Service|ec2.amazonaws.com} or {@code Anonymous}; empty where it does not matter
 */
public record Witness(AccessRequest request, Optional<String> principal) {
    private static final RequestPrincipal ANY =
            RequestPrincipal.of(PrincipalType.IAM_ROLE, "arn:aws:iam::111122223333:role/Any", "111122223333");

    static Witness of(Candidate candidate) {
        RequestPrincipal principal = candidate.caller().map(Witness::principal).orElse(ANY);
        return new Witness(
                AccessRequest.of(principal, candidate.action(), candidate.resource(), candidate.context()),
                candidate.caller().map(Caller::text));
    }

    private static RequestPrincipal principal(Caller caller) {
        if (caller.kind().isEmpty() || caller.kind().get() == PrincipalKind.CANONICAL_USER) {
            return RequestPrincipal.anonymous();
        }
        Optional<Arn> arn = Arn.parse(caller.value());
        Optional<String> account = arn.map(Arn::account).filter(a -> !a.isEmpty());
        PrincipalType type = switch (caller.kind().get()) {
            case SERVICE -> PrincipalType.AWS_SERVICE;
            case FEDERATED ->
                arn.filter(a -> a.resource().startsWith("saml-provider/")).isPresent()
                        ? PrincipalType.SAML
                        : PrincipalType.WEB_IDENTITY;
            case AWS, CANONICAL_USER -> type(arn.map(Arn::resource).orElse(""));
        };
        return new RequestPrincipal(type, Optional.of(caller.value()), account, false);
    }

    private static PrincipalType type(String resource) {
        if (resource.equals("root")) {
            return PrincipalType.ROOT_USER;
        }
        if (resource.startsWith("user/")) {
            return PrincipalType.IAM_USER;
        }
        if (resource.startsWith("assumed-role/")) {
            return PrincipalType.ASSUMED_ROLE;
        }
        return resource.startsWith("federated-user/") ? PrincipalType.FEDERATED_USER : PrincipalType.IAM_ROLE;
    }

    /**
     * Returns whether a document alone grants the request: some Allow statement matches and no Deny does. Owners and accounts do
     * not matter; the principal does where the document speaks of principals and the witness has one.
     */
    public boolean isGrantedBy(PolicyDocument document, WildcardReading reading) {
        return new DocumentReading(document, reading)
                .grants(new Candidate(
                        request.action(), request.resource(), principal.map(Caller::ofText), request.context()));
    }

    /** Returns one line: action, resource, principal where it matters, and the context keys. */
    public String text() {
        StringBuilder text = new StringBuilder();
        text.append(request.action()).append(" on ").append(request.resource());
        principal.ifPresent(p -> text.append(" by ").append(p));
        request.context()
                .asMap()
                .forEach((key, values) -> text.append(text.indexOf(" with ") < 0 ? " with " : ", ")
                        .append(key)
                        .append(" = ")
                        .append(
                                values.multivalued()
                                        ? values.values()
                                        : "`" + values.values().get(0) + "`"));
        return text.toString();
    }
}
