package io.iamtighten.cli;

import io.iamtighten.access.AccessScope;
import io.iamtighten.access.AccessSet;
import io.iamtighten.access.Comparison;
import io.iamtighten.access.Difference;
import io.iamtighten.access.Relation;
import io.iamtighten.access.WorkLimit;
import io.iamtighten.account.AccountSnapshot;
import io.iamtighten.account.IamPrincipal;
import io.iamtighten.account.PrincipalView;
import io.iamtighten.aws.account.AccountFiles;
import io.iamtighten.aws.account.AccountReading;
import io.iamtighten.effective.RealRequests;
import io.iamtighten.evaluate.EvaluationOptions;
import io.iamtighten.request.RequestPrincipal;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/** One principal in two snapshots of its account: identity policies, boundary and service control policies taken together. */
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

    /**
     * Compares what the two allow on resources of the account, their resource-based policies left aside. What a snapshot does
     * not know could grant or deny anything: then nothing is decided. Examples are requests that a service knows, where there are any.
     */
    Comparison compare(WorkLimit limit, RealRequests real) {
        List<String> gaps = gaps();
        if (!gaps.isEmpty()) {
            Difference unknown = new Difference.Unknown(gaps.get(0));
            return new Comparison(Relation.UNKNOWN, unknown, unknown);
        }
        RequestPrincipal caller = before.caller("session");
        AccessScope scope = AccessScope.ownAccount(caller)
                .withOptions(EvaluationOptions.standard().assumingDelegation());
        Comparison comparison = AccessSet.of(before.stack(), scope)
                .compare(
                        AccessSet.of(after.stack(), scope),
                        Comparison.Readings.EVERY,
                        Comparison.Detail.REGIONS,
                        limit);
        return real.ofStacks(comparison, before.stack(), after.stack(), scope);
    }

    private List<String> gaps() {
        TreeSet<String> gaps = new TreeSet<>(before.gaps());
        gaps.addAll(after.gaps());
        return List.copyOf(gaps);
    }
}
