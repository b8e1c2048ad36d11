package io.iamtighten.lint;

import io.iamtighten.policy.PolicyProblem;

/** What the parser refuses, as findings. */
final class ParseChecks {
    private ParseChecks() {}

    static void check(LintedPolicy policy, Reporter out) {
        for (PolicyProblem problem : policy.problems()) {
            out.at(rule(problem), problem.position(), problem.message());
        }
    }

    private static String rule(PolicyProblem problem) {
        String pointer = problem.position().pointer();
        boolean principal = pointer.endsWith("/Principal") || pointer.endsWith("/NotPrincipal");
        return switch (problem.kind()) {
            case SYNTAX -> "json-syntax-error";
            case LIMIT -> "limit-exceeded";
            case DUPLICATE_KEY -> "duplicate-key";
            case UNKNOWN_ELEMENT -> pointer.contains("Principal/") ? "invalid-principal-key" : "invalid-policy-element";
            case MISSING_ELEMENT -> missing(problem);
            case CONFLICTING_ELEMENTS -> "unsupported-element-combination";
            case WRONG_TYPE -> principal ? "invalid-principal-format" : "data-type-mismatch";
            case INVALID_VALUE ->
                principal
                        ? "invalid-principal-format"
                        : pointer.endsWith("/Version") ? "invalid-version" : "invalid-effect";
            case UNKNOWN_OPERATOR -> "invalid-condition-operator";
        };
    }

    private static String missing(PolicyProblem problem) {
        if (problem.message().contains("`Statement`")) {
            return "missing-statement";
        }
        return problem.message().contains("`Effect`") ? "missing-effect" : "missing-action";
    }
}
