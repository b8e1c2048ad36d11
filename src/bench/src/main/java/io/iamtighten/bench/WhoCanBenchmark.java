package io.iamtighten.bench;

import io.iamtighten.catalog.ServiceCatalog;
import io.iamtighten.effective.AccountAccess;
import io.iamtighten.effective.WhoCan;
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

/** How long it takes to find who can do something, over 1,000 compiled roles. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(5)
public class WhoCanBenchmark {
    private final AccountAccess account = AccountAccess.compile(Accounts.thousandRoles(), ServiceCatalog.bundled());

    /** What is asked: some on one resource, some on any. */
    @Param({
        "s3:GetObject arn:aws:s3:::app-data/x",
        "s3:DeleteObject arn:aws:s3:::app-7/x",
        "dynamodb:GetItem arn:aws:dynamodb:eu-west-1:111122223333:table/app-7",
        "iam:PassRole arn:aws:iam::111122223333:role/app-7",
        "s3:GetObject",
        "dynamodb:GetItem",
        "iam:CreateUser"
    })
    private String question = "";

    /** Asks. */
    @Benchmark
    public WhoCan whoCan() {
        int blank = question.indexOf(' ');
        return blank < 0
                ? account.whoCan(question)
                : account.whoCan(question.substring(0, blank), question.substring(blank + 1));
    }
}
