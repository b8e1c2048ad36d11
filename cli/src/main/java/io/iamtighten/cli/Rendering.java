package io.iamtighten.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.iamtighten.cli.render.BackTestJson;
import io.iamtighten.cli.render.BackTestText;
import io.iamtighten.cli.render.Documents;
import io.iamtighten.cli.render.ProposalChanges;
import io.iamtighten.cli.render.ProposalJson;
import io.iamtighten.cli.render.ProposalText;
import io.iamtighten.tighten.BackTest;
import io.iamtighten.tighten.TighteningProposal;
import java.util.Optional;

/**
 * A proposal with all that was found out besides, in each format.
 *
 * @param proposal the proposal
 * @param documents whether policies are shown
 * @param backTest how proposals made from older days would have fared, when that was asked
 * @param opinions what AWS itself says, when it was asked
 */
record Rendering(
        TighteningProposal proposal,
        Documents documents,
        Optional<BackTest> backTest,
        Optional<SecondOpinions> opinions) {
    String text() {
        return ProposalText.render(proposal, documents)
                + backTest.map(BackTestText::render).orElse("")
                + opinions.map(SecondOpinions::text).orElse("");
    }

    String json() {
        String json = ProposalJson.render(proposal, documents);
        if (backTest.isEmpty() && opinions.isEmpty()) {
            return json;
        }
        ObjectNode root = (ObjectNode) Inputs.json(json, "the proposal");
        backTest.ifPresent(test -> BackTestJson.write(test, root.putObject("backtest")));
        opinions.ifPresent(asked -> asked.json(root.putObject("secondOpinions")));
        return root.toPrettyString() + "\n";
    }

    String markdown() {
        return ProposalChanges.markdown(proposal)
                + backTest.map(BackTestText::markdown).orElse("");
    }

    String diff() {
        return ProposalChanges.diff(proposal);
    }

    String terraform() {
        return ProposalChanges.terraform(proposal);
    }

    String cloudFormation() {
        return ProposalChanges.cloudFormation(proposal);
    }

    String script() {
        return ProposalChanges.script(proposal);
    }

    /** Returns the curve of the back-test as a table for spreadsheets and plots; empty without a back-test. */
    Optional<String> curve() {
        return backTest.map(test -> {
            StringBuilder out = new StringBuilder("days,from,uses,refused,refused_days,refused_actions\n");
            test.curve()
                    .forEach(point -> out.append(point.days())
                            .append(',')
                            .append(point.from())
                            .append(',')
                            .append(point.uses())
                            .append(',')
                            .append(point.refused())
                            .append(',')
                            .append(point.refusedDays())
                            .append(',')
                            .append(point.refusedActions())
                            .append('\n'));
            return out.toString();
        });
    }
}
