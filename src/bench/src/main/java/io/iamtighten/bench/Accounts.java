package io.iamtighten.bench;

import io.iamtighten.account.AccountSnapshot;
import io.iamtighten.aws.account.AccountFiles;
import io.iamtighten.aws.account.AccountReading;
import java.nio.file.Path;

/** The account of 1,000 roles below the system property {@code shared.dir}, {@code ../shared} if it is not set. */
final class Accounts {
    private Accounts() {}

    static AccountSnapshot thousandRoles() {
        Path file = Path.of(System.getProperty("shared.dir", "../shared"), "workloads", "account-gaad.json.gz");
        AccountReading reading = AccountFiles.read(file);
        return reading.snapshot().orElseThrow(() -> new IllegalStateException(String.join("; ", reading.problems())));
    }
}
