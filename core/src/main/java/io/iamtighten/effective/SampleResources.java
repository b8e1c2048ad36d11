package io.iamtighten.effective;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Resources to try: the one asked about, or some that the patterns of statements accept and on which the action acts. Made up
 * one pattern and one type of resource after the other, as far as they are asked for: the first mostly settles the question.
 */
final class SampleResources {
    /** How many resources are made up from statements that grant; from those that limit, as many again. */
    private static final int MAX = 48;

    private final Target target;
    private final String account;
    private final List<IndexedStatement.ResourceText> texts = new ArrayList<>();
    /** How many texts are of statements that grant. */
    private final int granting;

    private final List<String> found = new ArrayList<>();
    private int next;
    private int step;
    private boolean ended;

    SampleResources(ActionCase facts, Target target) {
        this.target = target;
        this.account = facts.who.view.accountId();
        if (target.resource().isPresent()) {
            found.add(target.resource().get());
            ended = true;
            granting = 0;
            return;
        }
        facts.allows.forEach(allow -> texts.addAll(allow.statement().positiveResources()));
        granting = texts.size();
        facts.limits.forEach(
                layer -> layer.forEach(allow -> texts.addAll(allow.statement().positiveResources())));
    }

    /** Returns a resource by its number, or null when there are not so many. */
    @Nullable
    String get(int number) {
        while (number >= found.size() && !ended) {
            if (next < texts.size()) {
                if (found.size() < (next < granting ? MAX : 2 * MAX)) {
                    target.shape().samples(step, texts.get(next), account, found);
                }
                step++;
                if (step == target.shape().steps()) {
                    step = 0;
                    next++;
                }
            } else {
                target.shape().samples(account, found);
                ended = true;
            }
        }
        return number < found.size() ? found.get(number) : null;
    }
}
