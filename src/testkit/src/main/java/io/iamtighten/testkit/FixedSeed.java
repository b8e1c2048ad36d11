package io.iamtighten.testkit;

import net.jqwik.api.lifecycle.AroundPropertyHook;
import net.jqwik.api.lifecycle.PropagationMode;
import net.jqwik.api.lifecycle.PropertyExecutionResult;
import net.jqwik.api.lifecycle.PropertyExecutor;
import net.jqwik.api.lifecycle.PropertyLifecycleContext;

/**
 * Runs properties with the same seed in every build, so that a build fails for what was changed and not by chance.
 *
 * <p>Use: {@code @AddLifecycleHook(FixedSeed.class)} on a class of properties. {@code -Djqwik.fresh=true} asks for a new seed
 * in each run, {@code -Djqwik.seed=N} for that one; jqwik prints the seed of a property that fails. A property with a seed of
 * its own keeps it.
 */
public final class FixedSeed implements AroundPropertyHook {
    private static final String SEED = "20121017";

    @Override
    public PropertyExecutionResult aroundProperty(PropertyLifecycleContext context, PropertyExecutor property) {
        String asked = System.getProperty("jqwik.seed", "");
        if (context.attributes().seed().filter(s -> !s.isEmpty()).isEmpty() && !Boolean.getBoolean("jqwik.fresh")) {
            context.attributes().setSeed(asked.isEmpty() ? SEED : asked);
        }
        return property.execute();
    }

    @Override
    public PropagationMode propagateTo() {
        return PropagationMode.ALL_DESCENDANTS;
    }

    @Override
    public int aroundPropertyProximity() {
        return -100;
    }
}
