package io.iamtighten.lint;

import io.iamtighten.policy.PolicyDocument;
import io.iamtighten.policy.PolicyParse;
import io.iamtighten.policy.PolicyProblem;
import io.iamtighten.policy.SourceMap;
import java.util.List;
import java.util.Optional;

/**
 * A policy as the linter takes it.
 *
 * @param name the name by which findings speak of it: a file, an ARN
 * @param file the file that holds it, empty when there is none
 * @param type its type
 * @param resourceService the prefix of the service whose resource a resource-based policy is attached to, if known
 * @param resourceArn the resource or role that the policy is attached to, if known
 * @param document the document; empty when the text could not be read
 * @param problems what kept the text from being read; they become findings
 * @param positions where each element stands in its text
 */
public record LintedPolicy(
        String name,
        Optional<String> file,
        PolicyType type,
        Optional<String> resourceService,
        Optional<String> resourceArn,
        Optional<PolicyDocument> document,
        List<PolicyProblem> problems,
        SourceMap positions) {
    /** Copies the list. */
    public LintedPolicy {
        problems = List.copyOf(problems);
    }

    /** Returns a policy that was read from text. */
    public static LintedPolicy of(String name, PolicyType type, PolicyParse parse) {
        return new LintedPolicy(
                name,
                Optional.empty(),
                type,
                Optional.empty(),
                Optional.empty(),
                parse.document(),
                parse.problems(),
                parse.positions());
    }

    /** Returns a policy that has no text. */
    public static LintedPolicy of(String name, PolicyType type, PolicyDocument document) {
        return new LintedPolicy(
                name,
                Optional.empty(),
                type,
                Optional.empty(),
                Optional.empty(),
                Optional.of(document),
                List.of(),
                SourceMap.none());
    }

    /** Returns this policy as one on a resource of a service, such as {@code s3}. */
    public LintedPolicy on(String service) {
        return new LintedPolicy(name, file, type, Optional.of(service), resourceArn, document, problems, positions);
    }

    /** Returns this policy as the one of a resource or role with an ARN. */
    public LintedPolicy onResource(String arn) {
        return new LintedPolicy(name, file, type, resourceService, Optional.of(arn), document, problems, positions);
    }

    /** Returns this policy as one that stands in a file. */
    public LintedPolicy in(String path) {
        return new LintedPolicy(
                name, Optional.of(path), type, resourceService, resourceArn, document, problems, positions);
    }
}
