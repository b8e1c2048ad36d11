package io.iamtighten.account;

import java.util.List;
import java.util.Optional;

/**
 * The result of reading an account's texts.
 *
 * @param snapshot the account, present exactly when there are no problems
 * @param problems what is wrong, in the order of the texts
 * @param policies where each policy document stands, in the order of the texts
 */
public record AccountParse(
        Optional<AccountSnapshot> snapshot, List<AccountProblem> problems, List<PolicySource> policies) {
    /** Copies the lists. */
    public AccountParse {
        problems = List.copyOf(problems);
        policies = List.copyOf(policies);
    }
}
