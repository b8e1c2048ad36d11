package io.iamtighten.usage;

import io.iamtighten.catalog.ArnTemplate;
import io.iamtighten.catalog.ResourceType;
import io.iamtighten.catalog.ServiceAction;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What single services do with the parts of ARNs beyond the catalog's recipes. */
final class PartRules {
    /** Calls that make something new start so; the new thing's identifier is not in the request. */
    private static final Set<String> CREATING = Set.of(
            "Create",
            "Allocate",
            "Run",
            "Import",
            "Copy",
            "Request",
            "Register",
            "Restore",
            "Launch",
            "Purchase",
            "Provision",
            "Clone");

    private static final Set<String> GEOGRAPHY =
            Set.of("us.", "eu.", "apac.", "us-gov.", "global.", "jp.", "au.", "ca.");

    /** No ARN is longer (https://docs.aws.amazon.com/IAM/latest/APIReference/API_SimulateCustomPolicy.html); nor is a part of one. */
    static final int MAX_PART = 2_048;

    private static final FieldPath PATH = FieldPath.parse("path");
    private static final FieldPath KEY = FieldPath.parse("key");
    private static final FieldPath BUCKET_NAME = FieldPath.parse("bucketName");
    private static final FieldPath CLUSTER = FieldPath.parse("cluster");
    private static final FieldPath SECRET_ID = FieldPath.parse("secretId");
    private static final FieldPath MODEL_ID = FieldPath.parse("modelId");

    private static final String WITH_PATH = "WithPath";

    private PartRules() {}

    /** Returns whether the action makes something whose identifier AWS gives. */
    static boolean creates(ServiceAction action) {
        int end = 1;
        String name = action.name();
        while (end < name.length() && Character.isLowerCase(name.charAt(end))) {
            end++;
        }
        return CREATING.contains(name.substring(0, end));
    }

    /** Returns the values of a variable that no recipe gives; empty when no rule is known either. */
    static List<String> otherwise(EventFacts facts, ServiceAction action, String variable) {
        RecordFields fields = facts.fields();
        if (variable.endsWith(WITH_PATH)) {
            // IAM's parameters carry the name; a path is given in calls that create.
            String plain = variable.substring(0, variable.length() - WITH_PATH.length());
            String path = fields.request(PATH).stream().findFirst().orElse("/");
            return fields.request(plain).stream()
                    .map(name -> path.substring(path.startsWith("/") ? 1 : 0) + name)
                    .toList();
        }
        if (action.prefix().equals("s3") && (variable.equals("ObjectName") || variable.equals("BucketName"))) {
            return fields.request(variable.equals("ObjectName") ? KEY : BUCKET_NAME);
        }
        if (action.prefix().equals("ecs") && variable.equals("ClusterName")) {
            // https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_RunTask.html: without a cluster, `default`
            // is meant
            List<String> given = fields.request(CLUSTER);
            return given.isEmpty() ? List.of("default") : given;
        }
        if (action.qualifiedName().equals("athena:StartQueryExecution") && variable.equals("WorkGroupName")) {
            // https://docs.aws.amazon.com/athena/latest/ug/workgroups.html: without a workgroup, `primary` is meant
            return List.of("primary");
        }
        if (action.prefix().equals("bedrock") && variable.equals("ResourceId")) {
            return fields.request(MODEL_ID);
        }
        return List.of();
    }

    /** Returns a value as the ARN has it, or empty when it cannot be a value of this variable. */
    static Optional<String> clean(
            ServiceAction action, ArnTemplate template, EventPlans.VariablePlan plan, String value) {
        String variable = plan.name();
        if (value.length() > MAX_PART) {
            return Optional.empty();
        }
        String arn = EventResources.decodeArn(value);
        if (arn.startsWith("arn:")) {
            return Optional.of(arn);
        }
        if (action.prefix().equals("kms") && variable.equals("KeyId") && value.startsWith("alias/")) {
            // An alias does not tell its key, and keys are what is checked.
            return Optional.empty();
        }
        if (action.prefix().equals("bedrock") && variable.equals("ResourceId")) {
            // A plain model identifier is a foundation model, or an inference profile if it starts with a geography.
            // https://docs.aws.amazon.com/bedrock/latest/userguide/inference-profiles-support.html
            String wanted = GEOGRAPHY.contains(value.substring(0, value.indexOf('.') + 1))
                    ? ":inference-profile/"
                    : ":foundation-model/";
            if (!template.text().contains(wanted)) {
                return Optional.empty();
            }
        }
        String before = plan.literalBefore();
        String clean = !before.isEmpty() && value.startsWith(before) ? value.substring(before.length()) : value;
        if (variable.endsWith("WithoutLeadingSlash") && clean.startsWith("/")) {
            clean = clean.substring(1);
        }
        return clean.isEmpty() ? Optional.empty() : Optional.of(clean);
    }

    /** Returns the literal that stands before a variable in the resource part, such as {@code alias/}. */
    static String literalBefore(ArnTemplate template, String variable) {
        String text = template.text();
        int at = text.indexOf("${" + variable + "}");
        int start = 0;
        for (int i = 0; i < 5 && start >= 0; i++) {
            start = text.indexOf(':', start) + 1;
        }
        String before = at > start ? text.substring(start, at) : "";
        return before.contains("${") ? "" : before;
    }

    /** Returns an ARN as the service names it in its checks. */
    static String asChecked(EventFacts facts, ServiceAction action, ResourceType type, String arn) {
        if (action.prefix().equals("logs") && type.name().equals("log-group") && !arn.contains(":log-stream:")) {
            // CloudWatch Logs checks calls on a group on all its streams: refusals name `log-group:NAME:log-stream:`.
            return arn + ":log-stream:";
        }
        if (action.prefix().equals("ssm")
                && type.name().equals("document")
                && !facts.account().isEmpty()) {
            // AWS's own documents have no account: arn:aws:ssm:us-east-1::document/AWS-RunShellScript
            return arn.replace(":" + facts.account() + ":document/AWS-", "::document/AWS-");
        }
        return arn;
    }

    /**
     * Returns the ARN of a secret as it is checked: it ends in a hyphen and six characters that Secrets Manager chose. A call
     * names its secret by the name, which does not tell them, or by an ARN with or without them.
     *
     * @see <a href="https://docs.aws.amazon.com/secretsmanager/latest/userguide/auth-and-access_iam-policies.html">Secrets Manager permissions</a>
     */
    static String wholeSecret(EventFacts facts, String arn) {
        if (!arn.contains(":secret:") || arn.endsWith("*") || arn.endsWith("?") || told(facts, arn)) {
            return arn;
        }
        return arn + "-??????";
    }

    /** Returns whether the record itself holds the whole ARN. */
    private static boolean told(EventFacts facts, String arn) {
        int hyphen = arn.length() - 7;
        if (hyphen < 0 || arn.charAt(hyphen) != '-') {
            return false;
        }
        return facts.resources().stream()
                        .anyMatch(r -> r.arn().filter(arn::equals).isPresent())
                || facts.fields().request(SECRET_ID).stream()
                        .anyMatch(value -> EventResources.decodeArn(value).equals(arn));
    }
}
