package io.iamtighten.usage;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Roles that a call hands over to a service. Passing a role is never an event: the role's ARN among the parameters shows it.
 *
 * @see <a href="https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_passrole.html">Passing a role to a service</a>
 */
final class PassedRoles {
    /** Calls that name roles without handing them over. */
    private static final Set<String> NOT_PASSING =
            Set.of("iam.amazonaws.com", "sts.amazonaws.com", "signin.amazonaws.com", "access-analyzer.amazonaws.com");

    /** Where {@code iam:PassedToService} is not the event source, by source and parameter (in lower case). */
    private static final Map<String, String> SERVICES = Map.ofEntries(
            // https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-iam-roles.html
            Map.entry("ecs/taskrolearn", "ecs-tasks.amazonaws.com"),
            Map.entry("ecs/executionrolearn", "ecs-tasks.amazonaws.com"),
            // https://docs.aws.amazon.com/batch/latest/userguide/batch-execution-IAM-role.html
            Map.entry("batch/jobrolearn", "ecs-tasks.amazonaws.com"),
            Map.entry("batch/executionrolearn", "ecs-tasks.amazonaws.com"),
            // https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_Monitoring.OS.Enabling.html
            Map.entry("rds/monitoringrolearn", "monitoring.rds.amazonaws.com"),
            // https://docs.aws.amazon.com/vpc/latest/userguide/flow-logs-iam-role.html
            Map.entry("ec2/deliverlogspermissionarn", "vpc-flow-logs.amazonaws.com"),
            Map.entry("ec2/iamfleetrole", "spotfleet.amazonaws.com"),
            // https://docs.aws.amazon.com/eks/latest/userguide/pod-id-association.html and pod-execution-role.html
            Map.entry("eks/podexecutionrolearn", "eks-fargate-pods.amazonaws.com"),
            Map.entry("eks/noderole", "ec2.amazonaws.com"));

    private static final List<FieldPath> PROFILES = List.of(
            FieldPath.parse("iamInstanceProfile.arn"),
            FieldPath.parse("iamInstanceProfile.name"),
            FieldPath.parse("iamInstanceProfile"));

    private PassedRoles() {}

    /** Returns the service that gets the role, as {@code iam:PassedToService} has it; empty text when that is not sure. */
    static String passedTo(String eventSource, String eventName, String parameter) {
        int dot = eventSource.indexOf('.');
        String key = eventSource.substring(0, Math.max(dot, 0)) + "/" + parameter.toLowerCase(Locale.ROOT);
        if (eventName.equals("AddRoleToInstanceProfile")) {
            // https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_switch-role-ec2.html
            return "ec2.amazonaws.com";
        }
        if (key.startsWith("eks/") && eventName.endsWith("PodIdentityAssociation")) {
            return "pods.eks.amazonaws.com";
        }
        return SERVICES.getOrDefault(key, eventSource);
    }

    /** Returns the ARNs of roles that a call hands over, each with the name of its parameter. */
    static Map<String, String> in(EventFacts facts, boolean passKnown) {
        Map<String, String> roles = new LinkedHashMap<>();
        if (NOT_PASSING.contains(facts.eventSource())) {
            return roles;
        }
        facts.fields().eachRequestRole((name, value) -> {
            String arn = EventResources.decodeArn(value);
            String lower = name.toLowerCase(Locale.ROOT);
            boolean named = lower.contains("role") || lower.equals("deliverlogspermissionarn");
            boolean principal = lower.contains("principal") || lower.contains("resourcearn");
            if (isRole(arn) && (named || passKnown) && !principal) {
                roles.putIfAbsent(arn, name);
            }
        });
        return roles;
    }

    /** Returns the ARNs of instance profiles that a call hands over; their roles are not in the record. */
    static List<String> instanceProfiles(EventFacts facts) {
        Set<String> profiles = new LinkedHashSet<>();
        for (FieldPath path : PROFILES) {
            for (String profile : facts.fields().request(path)) {
                if (profiles.isEmpty()) {
                    profiles.add(
                            profile.startsWith("arn:")
                                    ? profile
                                    : "arn:" + facts.partition() + ":iam::" + facts.account() + ":instance-profile/"
                                            + profile);
                }
            }
        }
        return List.copyOf(profiles);
    }

    private static boolean isRole(String arn) {
        String[] parts = arn.split(":", 6);
        return parts.length == 6
                && parts[0].equals("arn")
                && parts[2].equals("iam")
                && parts[5].startsWith("role/")
                && parts[5].indexOf('*') < 0
                && parts[5].indexOf(' ') < 0;
    }
}
