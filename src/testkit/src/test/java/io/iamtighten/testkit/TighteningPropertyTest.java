package io.iamtighten.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.iamtighten.account.AccountSnapshot;
import io.iamtighten.account.IamPrincipal;
import io.iamtighten.evaluate.Outcome;
import io.iamtighten.evaluate.PolicyStack;
import io.iamtighten.policy.PolicyWriter;
import io.iamtighten.request.AccessRequest;
import io.iamtighten.request.RequestContext;
import io.iamtighten.tighten.PolicyChange;
import io.iamtighten.tighten.Proof;
import io.iamtighten.tighten.TighteningProposal;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/**
 * Whatever the policies, the usage and the options: a proposal allows nothing that was not allowed, loses nothing that was used, fits IAM's
 * quotas, is the same on every run, and is its own proposal.
 */
class TighteningPropertyTest {
    @Provide
    Arbitrary<TighteningCase> cases() {
        return TighteningCase.arbitrary();
    }

    @Property(tries = 150, edgeCases = EdgeCasesMode.NONE)
    void proposalsAreSoundCompleteAndTheirOwnProposals(@ForAll("cases") TighteningCase given) {
        AccountSnapshot account = given.account();
        IamPrincipal principal = given.principal(account);
        TighteningProposal proposal = given.propose(account);
        assertThat(proposal.proof().verdict()).as(proposal.proof().reason()).isEqualTo(Proof.Verdict.PROVEN);
        assertThat(proposal.replay().lost()).isEmpty();
        assertThat(given.propose(account)).isEqualTo(proposal);
        fits(proposal);

        AccountSnapshot narrowed = TighteningCase.applied(account, principal, proposal);
        allowsNothingNewAndAllThatWasUsed(
                given,
                account.view(principal).stack(),
                narrowed.view(given.principal(narrowed)).stack());

        TighteningProposal again = given.propose(narrowed);
        assertThat(described(again)).as(described(proposal)).isEqualTo(unchanged(again));
    }

    private static void fits(TighteningProposal proposal) {
        if (proposal.warnings().stream().noneMatch(warning -> warning.contains("quotas"))) {
            assertThat(proposal.policies())
                    .filteredOn(change -> change.kind() == PolicyChange.Kind.MANAGED)
                    .filteredOn(change -> change.action() != PolicyChange.Action.KEEP)
                    .filteredOn(change -> change.after().isPresent())
                    .hasSizeLessThanOrEqualTo(10)
                    .allMatch(change -> PolicyWriter.quotaSize(change.after().orElseThrow()) <= 6_144);
        }
    }

    private static void allowsNothingNewAndAllThatWasUsed(TighteningCase given, PolicyStack before, PolicyStack after) {
        for (TighteningCase.Call call : given.calls()) {
            for (RequestContext context : given.contextsOf(call)) {
                AccessRequest request = given.request(call.action(), call.resource(), context);
                Outcome today = References.decide(new AccessCase(before, request));
                Outcome then = References.decide(new AccessCase(after, request));
                if (call.succeeded() || today != Outcome.ALLOWED) {
                    assertThat(then == Outcome.ALLOWED)
                            .as("%s on %s with %s", call.action(), call.resource(), context)
                            .isEqualTo(today == Outcome.ALLOWED);
                }
            }
        }
        for (AccessRequest request : given.samples()) {
            if (References.decide(new AccessCase(after, request)) == Outcome.ALLOWED) {
                assertThat(References.decide(new AccessCase(before, request)))
                        .as(request.toString())
                        .isEqualTo(Outcome.ALLOWED);
            }
        }
    }

    private static String described(TighteningProposal proposal) {
        StringBuilder text = new StringBuilder();
        for (PolicyChange change : proposal.policies()) {
            text.append('\n')
                    .append(change.action())
                    .append(' ')
                    .append(change.name())
                    .append(' ')
                    .append(change.note())
                    .append("\n  ")
                    .append(PolicyWriter.minified(change.before()))
                    .append("\n  ")
                    .append(change.after().map(PolicyWriter::minified).orElse("-"));
        }
        return text.toString();
    }

    private static String unchanged(TighteningProposal proposal) {
        StringBuilder text = new StringBuilder();
        for (PolicyChange change : proposal.policies()) {
            String today = PolicyWriter.minified(change.before());
            text.append("\nKEEP ").append(change.name()).append(" \n  ");
            text.append(today).append("\n  ").append(today);
        }
        return text.toString();
    }
}
