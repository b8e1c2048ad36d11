package io.iamtighten.cli;

import io.iamtighten.account.AccountSnapshot;
import io.iamtighten.account.IamPrincipal;
import io.iamtighten.account.IamRole;
import io.iamtighten.account.IamUser;
import io.iamtighten.aws.account.AccountFiles;
import io.iamtighten.aws.account.AccountReading;
import io.iamtighten.policy.Nearest;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The option that names the account's files. */
final class AccountOption {
    @Option(
            names = "--account",
            paramLabel = "FILE|DIR",
            description = "The account: what `aws iam get-account-authorization-details` prints, or a folder that"
                    + " `iam-tighten snapshot` wrote.")
    private Optional<Path> path = Optional.empty();

    /** Returns whether the option was given. */
    boolean given() {
        return path.isPresent();
    }

    /** Returns the file or folder, for messages. */
    String name() {
        return path.map(Path::toString).orElse("");
    }

    /**
     * Reads the account, or returns empty when the option was not given.
     *
     * @throws InputException when the account cannot be read
     */
    Optional<AccountSnapshot> read() {
        return reading().flatMap(AccountReading::snapshot);
    }

    /**
     * Reads the account, with the places of its policies.
     *
     * @throws InputException when the account cannot be read
     */
    Optional<AccountReading> reading() {
        Optional<AccountReading> reading = path.map(AccountFiles::read);
        if (reading.isPresent() && reading.get().snapshot().isEmpty()) {
            throw new InputException(line(reading.get().problems()));
        }
        return reading;
    }

    private static String line(List<String> problems) {
        int more = problems.size() - 1;
        return problems.get(0)
                + (more == 0 ? "" : " (and " + more + " more " + (more == 1 ? "problem" : "problems") + ")");
    }

    /**
     * Returns the role that a name, a path and name or an ARN names; the ARN of a role's session names its role.
     *
     * @throws InputException when there is none, naming those that are near
     */
    static IamRole role(AccountSnapshot account, String name) {
        return account.role(roleOfSession(name))
                .orElseThrow(() -> new InputException(unknown("role", name, account.roles(), account)));
    }

    /**
     * Returns the user that a name, a path and name or an ARN names.
     *
     * @throws InputException when there is none, naming those that are near
     */
    static IamUser user(AccountSnapshot account, String name) {
        return account.user(name)
                .orElseThrow(() -> new InputException(unknown("user", name, account.users(), account)));
    }

    /**
     * Returns the role or else the user of a name or ARN.
     *
     * @throws InputException when there is none, naming those that are near
     */
    static IamPrincipal principal(AccountSnapshot account, String name) {
        Optional<IamPrincipal> role = account.role(roleOfSession(name)).map(found -> found);
        if (role.isPresent()) {
            return role.get();
        }
        List<IamPrincipal> all = new ArrayList<>(account.roles());
        all.addAll(account.users());
        return account.user(name)
                .map(found -> (IamPrincipal) found)
                .orElseThrow(() -> new InputException(unknown("role or user", name, all, account)));
    }

    private static String roleOfSession(String name) {
        String[] parts = name.split("/", 3);
        boolean session = parts.length == 3 && parts[0].startsWith("arn:") && parts[0].endsWith(":assumed-role");
        return session ? parts[1] : name;
    }

    private static String unknown(
            String kind, String name, List<? extends IamPrincipal> principals, AccountSnapshot account) {
        String bare = name.substring(name.lastIndexOf('/') + 1);
        List<String> names =
                principals.stream().map(IamPrincipal::name).distinct().toList();
        return "there is no " + kind + " `" + name + "` in the account"
                + account.accountId().map(id -> " " + id).orElse("")
                + (names.isEmpty() ? ", which holds no " + kind + " at all" : Nearest.hint(bare, names, 3));
    }
}
