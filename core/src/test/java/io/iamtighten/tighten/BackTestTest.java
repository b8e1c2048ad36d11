package io.iamtighten.tighten;

import static io.iamtighten.tighten.Scenario.statements;
import static org.assertj.core.api.Assertions.assertThat;

import io.iamtighten.catalog.ServiceCatalog;
import io.iamtighten.usage.CallOutcome;
import io.iamtighten.usage.UseContext;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;

class BackTestTest {
    private static final String ALLOW_ALL = "{\"Effect\":\"Allow\",\"Action\":\"*\",\"Resource\":\"*\"}";
    private static final String QUEUE = "arn:aws:sqs:eu-west-1:123456789012:";
    private static final LocalDate START = LocalDate.of(2026, 1, 1);

    private static Scenario role() {
        return Scenario.role().inline("P", statements(ALLOW_ALL));
    }

    private static Scenario did(Scenario scenario, String action, String resource, int first, int days, int every) {
        return scenario.did(action, resource, true, CallOutcome.SUCCEEDED, UseContext.unknown(), first, days, every);
    }

    private static BackTest test(Scenario scenario, int days) {
        return Tightener.of(ServiceCatalog.bundled())
                .backTest(
                        scenario.account(),
                        scenario.principal(),
                        scenario.usage(),
                        TighteningOptions.standard()
                                .withResources(ResourceStrategy.EXACT)
                                .withUnverifiable(Unverifiable.DROP),
                        days);
    }

    @Test
    void whatIsDoneEveryDayIsNeverRefusedAndEachDayIsTriedOnce() {
        BackTest test = test(did(role(), "sqs:CreateQueue", QUEUE + "a", 0, 60, 1), 14);
        assertThat(test.folds())
                .extracting(BackTest.Fold::testFrom)
                .containsExactly(START.plusDays(47), START.plusDays(33), START.plusDays(19));
        assertThat(test.folds()).extracting(BackTest.Fold::uses).containsExactly(13L, 14L, 14L);
        assertThat(test.folds()).allSatisfy(fold -> {
            assertThat(fold.refused()).isZero();
            assertThat(fold.permissions()).isEqualTo(new BackTest.Permissions(1, 0, 1, 0, 0));
        });
        assertThat(test.verdict()).isEqualTo(BackTest.Verdict.ENOUGH);
        assertThat(test.advice()).anyMatch(a -> a.startsWith("7 days of watching would have done"));
    }

    @Test
    void aNewResourceAndANewActionAreRefusedWithTheEventsThatShowIt() {
        Scenario scenario = did(role(), "sqs:CreateQueue", QUEUE + "a", 0, 60, 1);
        did(scenario, "sqs:CreateQueue", QUEUE + "b", 50, 3, 1);
        did(scenario, "sqs:DeleteQueue", QUEUE + "a", 52, 2, 1);
        BackTest.Fold newest = test(scenario, 14).folds().get(0);
        assertThat(newest.refused()).isEqualTo(5);
        assertThat(newest.refusedDays()).isEqualTo(4);
        assertThat(newest.refusals()).hasSize(2);
        assertThat(newest.refusals().get(0))
                .satisfies(r -> assertThat(r.cause()).isEqualTo(BackTest.Cause.NEW_RESOURCE))
                .satisfies(r -> assertThat(r.resources()).containsExactly(QUEUE + "b"))
                .satisfies(r -> assertThat(r.samples()).containsExactly("event-2"));
        assertThat(newest.refusals().get(1))
                .satisfies(r -> assertThat(r.cause()).isEqualTo(BackTest.Cause.NEW_ACTION))
                .satisfies(r -> assertThat(r.days()).isEqualTo(2));
    }

    @Test
    void theCurveShowsHowLongAMonthlyJobHasToBeWatched() {
        Scenario scenario = did(role(), "sqs:CreateQueue", QUEUE + "a", 0, 60, 1);
        did(scenario, "sqs:SetQueueAttributes", QUEUE + "a", 20, 2, 30);
        BackTest test = test(scenario, 14);
        assertThat(test.curve()).extracting(BackTest.Point::days).containsExactly(7, 14, 30, 47);
        assertThat(test.curve()).extracting(BackTest.Point::refused).containsExactly(1L, 1L, 0L, 0L);
        assertThat(test.verdict()).isEqualTo(BackTest.Verdict.ENOUGH);
        assertThat(test.advice()).anyMatch(a -> a.startsWith("30 days of watching would have done"));
    }

    @Test
    void whatLongerWatchingWouldHaveShownIsSaid() {
        Scenario scenario = did(role(), "sqs:CreateQueue", QUEUE + "a", 0, 60, 1);
        did(scenario, "sqs:SetQueueAttributes", QUEUE + "a", 5, 2, 50);
        assertThat(test(scenario, 14).verdict()).isEqualTo(BackTest.Verdict.STILL_FALLING);
    }

    @Test
    void whatWasUsedOnceAndNotLaterCountsAsKeptForNothing() {
        Scenario scenario = did(role(), "sqs:CreateQueue", QUEUE + "a", 0, 60, 1);
        did(scenario, "sns:CreateTopic", "arn:aws:sns:eu-west-1:123456789012:t", 1, 1, 1);
        BackTest.Fold newest = test(scenario, 14).folds().get(0);
        assertThat(newest.permissions()).isEqualTo(new BackTest.Permissions(2, 1, 2, 1, 0));
        assertThat(newest.services().get(0))
                .isEqualTo(new BackTest.ServiceScore("sns", 0, 0, new BackTest.Permissions(1, 1, 1, 1, 0)));
    }

    @Test
    void aHistoryTooShortSaysWhatWouldFit() {
        BackTest test = test(did(role(), "sqs:CreateQueue", QUEUE + "a", 0, 60, 1), 60);
        assertThat(test.verdict()).isEqualTo(BackTest.Verdict.TOO_SHORT);
        assertThat(test.folds()).isEmpty();
        assertThat(test.advice()).anyMatch(a -> a.contains("`--backtest 30d` would fit"));
        BackTest little = test(did(role(), "sqs:CreateQueue", QUEUE + "a", 0, 60, 1), 45);
        assertThat(little.folds()).hasSize(1);
        assertThat(little.verdict()).isEqualTo(BackTest.Verdict.TOO_SHORT);
    }

    @Test
    void aPrincipalWithoutLaterUseShowsNothing() {
        BackTest test = test(did(role(), "sqs:CreateQueue", QUEUE + "a", 0, 20, 1), 14);
        assertThat(test.verdict()).isEqualTo(BackTest.Verdict.NOTHING_LATER);
    }

    @Test
    void callsThatTodaysPoliciesRefuseAreNotTried() {
        Scenario scenario = Scenario.role()
                .inline("P", statements("{\"Effect\":\"Allow\",\"Action\":\"sqs:CreateQueue\",\"Resource\":\"*\"}"));
        did(scenario, "sqs:CreateQueue", QUEUE + "a", 0, 60, 1);
        did(scenario, "sqs:DeleteQueue", QUEUE + "a", 50, 2, 1);
        BackTest.Fold newest = test(scenario, 14).folds().get(0);
        assertThat(newest.uses()).isEqualTo(13);
        assertThat(newest.refused()).isZero();
    }

    @Test
    void dataEventsThatWereOnlyRecordedLaterAreNotCalledUnusedBefore() {
        // The statement names the action, so it stays as long as its use could not be seen.
        Scenario scenario = Scenario.role()
                .inline(
                        "P",
                        statements(
                                "{\"Effect\":\"Allow\",\"Action\":[\"s3:GetObject\",\"sqs:CreateQueue\"],\"Resource\":\"*\"}"));
        did(scenario, "sqs:CreateQueue", QUEUE + "a", 0, 60, 1);
        did(scenario, "s3:GetObject", "arn:aws:s3:::data/x", 50, 5, 1).dataEvents("s3.amazonaws.com");
        BackTest test = Tightener.of(ServiceCatalog.bundled())
                .backTest(scenario.account(), scenario.principal(), scenario.usage(), TighteningOptions.standard(), 14);
        assertThat(test.folds().get(0).refused()).isZero();
        assertThat(test.advice()).anyMatch(a -> a.contains("first data event of s3.amazonaws.com is of 2026-02-20"));
    }

    @Test
    void othersDataEventsShowWhatCouldHaveBeenSeenAsTheyDoForTheProposalItself() {
        Scenario scenario = Scenario.role()
                .inline(
                        "P",
                        statements(
                                "{\"Effect\":\"Allow\",\"Action\":\"s3:PutObject\",\"Resource\":\"arn:aws:s3:::data/*\"},"
                                        + "{\"Effect\":\"Allow\",\"Action\":\"sqs:CreateQueue\",\"Resource\":\"*\"}"));
        did(scenario, "s3:PutObject", "arn:aws:s3:::data/x", 0, 60, 1)
                .byAnother()
                .dataEvents("s3.amazonaws.com");
        did(scenario, "sqs:CreateQueue", QUEUE + "a", 0, 60, 1);
        assertThat(scenario.propose().kept()).extracting(KeptPermission::action).containsExactly("sqs:CreateQueue");
        BackTest test = Tightener.of(ServiceCatalog.bundled())
                .backTest(scenario.account(), scenario.principal(), scenario.usage(), TighteningOptions.standard(), 14);
        assertThat(test.folds())
                .allSatisfy(fold -> assertThat(fold.permissions().unseen()).isZero());
    }
}
