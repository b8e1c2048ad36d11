package io.iamtighten.aws.account;

import io.iamtighten.account.AccountSnapshot;
import io.iamtighten.account.PolicySource;
import java.util.List;
import java.util.Optional;

/**
 * The result of reading an account's files.
 *
 * @param snapshot the account, present exactly when there are no problems
 * @param problems what is wrong, one line for people each: file, line, column, JSON pointer, what was found and expected
 * @param policies where each policy document stands
 */
public record AccountReading(Optional<AccountSnapshot> snapshot, List<String> problems, List<PolicySource> policies) {
    /** Copies the lists. */
    public AccountReading {
        problems = List.copyOf(problems);
        policies = List.copyOf(policies);
    }
}
