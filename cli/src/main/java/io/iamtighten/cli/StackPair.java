package io.iamtighten.cli;

import io.iamtighten.access.Comparison;
import io.iamtighten.access.WorkLimit;
import io.iamtighten.account.AccountSnapshot;
import io.iamtighten.account.IamPrincipal;
import io.iamtighten.account.PrincipalView;
import io.iamtighten.aws.account.AccountFiles;
import io.iamtighten.aws.account.AccountReading;
import io.iamtighten.effective.PrincipalComparison;
import io.iamtighten.effective.RealRequests;
import java.nio.file.Path;
import java.util.Optional;

/** One principal in two snapshots of its account. */
final class StackPair {
    private final PrincipalView before;
    private final PrincipalView after;

    private StackPair(PrincipalView before, PrincipalView after) {
        this.before = before;
        this.after = after;
    }

    static StackPair read(Optional<String> role, Optional<String> user, Path before, Path after) {
        PrincipalView first = view(role, user, before);
        PrincipalView second = view(role, user, after);
        if (!first.accountId().equals(second.accountId())) {
            throw new InputException(before + " is of account " + first.accountId() + ", and " + after + " of "
                    + second.accountId() + "; one account at two times was expected");
        }
        return new StackPair(first, second);
    }

    private static PrincipalView view(Optional<String> role, Optional<String> user, Path path) {
        AccountReading reading = AccountFiles.read(path);
        AccountSnapshot snapshot = reading.snapshot()
                .orElseThrow(() -> new InputException(reading.problems().get(0)));
        IamPrincipal principal = user.isPresent()
                ? AccountOption.user(snapshot, user.get())
                : AccountOption.role(snapshot, role.orElse(""));
        return snapshot.view(principal);
    }

    /** Compares what the two allow. Examples are requests that a service knows, where there are any. */
    Comparison compare(WorkLimit limit, RealRequests real) {
        return PrincipalComparison.of(before, after, real, limit);
    }
}
