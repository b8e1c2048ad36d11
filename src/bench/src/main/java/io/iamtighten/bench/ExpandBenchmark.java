package io.iamtighten.bench;

import io.iamtighten.access.WorkLimit;
import io.iamtighten.account.AccountSnapshot;
import io.iamtighten.account.IamRole;
import io.iamtighten.catalog.ServiceCatalog;
import io.iamtighten.effective.AccountAccess;
import io.iamtighten.effective.EffectiveAccess;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** How long it takes to work out a role's whole stack over all actions of the catalog, compiling its policies included. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(5)
public class ExpandBenchmark {
    private final AccountSnapshot account = Accounts.thousandRoles();

    /** Roles of the account: with a boundary and a small policy, with ReadOnlyAccess, with AdministratorAccess. */
    @Param({"role-0000", "role-0001", "role-0014"})
    private String role = "";

    /** Works it out. */
    @Benchmark
    public EffectiveAccess expand() {
        IamRole asked = account.role(role).orElseThrow();
        return AccountAccess.effective(account, asked, ServiceCatalog.bundled(), WorkLimit.standard());
    }
}
