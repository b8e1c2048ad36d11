package io.iamtighten.effective;

import io.iamtighten.request.AccessRequest;
import java.util.List;
import java.util.Optional;

/**
 * What a principal may do with some actions to which the same statements apply. The statements say it exactly: a request goes
 * through if one of {@code through} matches it, each limiting layer has one of {@code within} that matches or is not listed there
 * because it always allows, and none of {@code except} matches.
 *
 * @param actions the actions, in order
 * @param reach how far they get
 * @param through the Allow statements that grant them
 * @param within the Allow statements of layers that limit (boundary, control policies), for layers that do not allow all of it
 * @param except the Deny statements that can match
 * @param blockers what keeps them from going through when {@code reach} is {@code BLOCKED}
 * @param witness a request that goes through, confirmed by the evaluator; empty when {@code reach} is not an allowing one, and where
 *     no request had to be made up to see that all go through
 * @param doubt why the answer is not known when {@code reach} is {@code UNKNOWN}
 */
public record ActionAccess(
        List<String> actions,
        Reach reach,
        List<StatementUse> through,
        List<StatementUse> within,
        List<StatementUse> except,
        List<Blocker> blockers,
        Optional<AccessRequest> witness,
        Optional<String> doubt) {
    /** Copies the lists. */
    public ActionAccess {
        actions = List.copyOf(actions);
        through = List.copyOf(through);
        within = List.copyOf(within);
        except = List.copyOf(except);
        blockers = List.copyOf(blockers);
    }

    /** Returns the same answer with another reach. */
    ActionAccess withReach(Reach changed) {
        return new ActionAccess(actions, changed, through, within, except, blockers, witness, doubt);
    }

    /** Returns the same answer for other actions. */
    ActionAccess withActions(List<String> changed) {
        return new ActionAccess(changed, reach, through, within, except, blockers, witness, doubt);
    }
}
