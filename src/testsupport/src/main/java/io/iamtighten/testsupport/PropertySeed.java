package io.iamtighten.testsupport;

import net.jqwik.api.lifecycle.AroundPropertyHook;
import net.jqwik.api.lifecycle.PropagationMode;
import net.jqwik.api.lifecycle.PropertyAttributes;
import net.jqwik.api.lifecycle.PropertyExecutionResult;
import net.jqwik.api.lifecycle.PropertyExecutor;
import net.jqwik.api.lifecycle.PropertyLifecycleContext;

/**
 * Starts every property from a seed that the build chooses, so that two builds of one state try the same values. The system
 * property {@code jqwik.seed} holds the seed, {@code jqwik.fresh} asks for another one every time ({@code mvn -Dfresh});
 * {@code jqwik.factor} multiplies the number of tries (the profile {@code nightly}). A seed that stands at a property
 * wins. jqwik finds this class as a service.
 */
public final class PropertySeed implements AroundPropertyHook {
    private static final int DEFAULT_TRIES = 1_000;

    /** Made by jqwik. */
    public PropertySeed() {}

    @Override
    public PropagationMode propagateTo() {
        return PropagationMode.ALL_DESCENDANTS;
    }

    @Override
    public int aroundPropertyProximity() {
        return -100;
    }

    @Override
    public PropertyExecutionResult aroundProperty(PropertyLifecycleContext context, PropertyExecutor property)
            throws Throwable {
        PropertyAttributes attributes = context.attributes();
        String seed = System.getProperty("jqwik.seed", "");
        if (!seed.isEmpty()
                && !Boolean.getBoolean("jqwik.fresh")
                && attributes.seed().filter(s -> !s.isEmpty()).isEmpty()) {
            attributes.setSeed(seed);
        }
        int factor = Integer.getInteger("jqwik.factor", 1);
        if (factor > 1) {
            long tries = (long) attributes.tries().filter(t -> t > 0).orElse(DEFAULT_TRIES) * factor;
            attributes.setTries((int) Math.min(Integer.MAX_VALUE, tries));
        }
        return property.execute();
    }
}
