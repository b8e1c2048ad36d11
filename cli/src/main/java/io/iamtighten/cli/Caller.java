package io.iamtighten.cli;

import io.iamtighten.arn.Arn;
import io.iamtighten.request.PrincipalType;
import io.iamtighten.request.RequestPrincipal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Who makes a simulated request, with the context keys that AWS derives from that alone.
 *
 * @param principal the caller
 * @param context the keys, in AWS's spelling, with their values
 * @see <a href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html#principaltable">Principal key
 *     values</a>
 */
record Caller(RequestPrincipal principal, Map<String, List<String>> context) {
    private static final String FORMS = "expected the ARN of a user, role, session, root user or identity provider, a"
            + " service such as ec2.amazonaws.com, or `anonymous`";

    /**
     * Returns the caller that a text names.
     *
     * @param sessionName the name of the session when the text names a role
     * @throws InputException when it names none
     */
    static Caller of(String text, String sessionName) {
        if (text.equals("anonymous") || text.equals("*")) {
            return new Caller(
                    RequestPrincipal.anonymous(),
                    Map.of("aws:PrincipalType", List.of("Anonymous"), "aws:userid", List.of("anonymous")));
        }
        if (text.endsWith(".amazonaws.com") || text.endsWith(".amazonaws.com.cn")) {
            return new Caller(
                    new RequestPrincipal(PrincipalType.AWS_SERVICE, Optional.of(text), Optional.empty(), false),
                    Map.of(
                            "aws:PrincipalIsAWSService", List.of("true"),
                            "aws:PrincipalServiceName", List.of(text),
                            "aws:PrincipalServiceNamesList", List.of(text)));
        }
        Arn arn = Arn.parse(text).orElseThrow(() -> new InputException("`" + text + "` is not a principal; " + FORMS));
        return switch (arn.service() + ":" + arn.resourceType()) {
            case "iam:user" -> user(arn);
            case "iam:role" -> role(arn, arn.name(), sessionName, arn.toString());
            case "iam:root" -> root(arn);
            case "iam:oidc-provider" -> provider(PrincipalType.WEB_IDENTITY, arn);
            case "iam:saml-provider" -> provider(PrincipalType.SAML, arn);
            case "sts:assumed-role" -> session(arn);
            case "sts:federated-user" -> federated(arn);
            default -> throw new InputException("`" + text + "` is not a principal; " + FORMS);
        };
    }

    private static Map<String, List<String>> context(Arn arn, String type, String principalArn) {
        Map<String, List<String>> keys = new TreeMap<>();
        keys.put("aws:PrincipalArn", List.of(principalArn));
        keys.put("aws:PrincipalAccount", List.of(arn.account()));
        keys.put("aws:PrincipalIsAWSService", List.of("false"));
        keys.put("aws:PrincipalType", List.of(type));
        return keys;
    }

    private static RequestPrincipal principal(PrincipalType type, Arn arn) {
        return RequestPrincipal.of(type, arn.toString(), arn.account());
    }

    private static Caller user(Arn arn) {
        Map<String, List<String>> keys = context(arn, "User", arn.toString());
        keys.put("aws:username", List.of(arn.name()));
        return new Caller(principal(PrincipalType.IAM_USER, arn), keys);
    }

    private static Caller root(Arn arn) {
        Map<String, List<String>> keys = context(arn, "Account", arn.toString());
        keys.put("aws:userid", List.of(arn.account()));
        return new Caller(principal(PrincipalType.ROOT_USER, arn), keys);
    }

    private static Caller provider(PrincipalType type, Arn arn) {
        return new Caller(principal(type, arn), Map.of("aws:FederatedProvider", List.of(arn.toString())));
    }

    private static Caller federated(Arn arn) {
        Map<String, List<String>> keys = context(arn, "FederatedUser", arn.toString());
        keys.put("aws:userid", List.of(arn.account() + ":" + arn.name()));
        return new Caller(principal(PrincipalType.FEDERATED_USER, arn), keys);
    }

    private static Caller session(Arn arn) {
        String[] parts = arn.resource().split("/", 3);
        if (parts.length < 3) {
            throw new InputException("`" + arn + "` names no session; expected ...:assumed-role/ROLE/SESSION");
        }
        // A session's ARN does not tell the role's path.
        String role = new Arn(arn.partition(), "iam", "", arn.account(), "role/" + parts[1]).toString();
        return role(arn, parts[1], parts[2], role);
    }

    private static Caller role(Arn arn, String role, String session, String roleArn) {
        Arn caller = new Arn(arn.partition(), "sts", "", arn.account(), "assumed-role/" + role + "/" + session);
        boolean serviceLinked = arn.resource().startsWith("role/aws-service-role/");
        return new Caller(
                new RequestPrincipal(
                        PrincipalType.ASSUMED_ROLE,
                        Optional.of(caller.toString()),
                        Optional.of(arn.account()),
                        serviceLinked),
                context(arn, "AssumedRole", roleArn));
    }
}
