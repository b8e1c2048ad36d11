package io.iamtighten.testsupport;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.lifecycle.AfterContainer;

/** Two properties with the same parameters see the same values when the seed is fixed. */
class PropertySeedPropertyTest {
    private static final List<Long> FIRST = new ArrayList<>();
    private static final List<Long> SECOND = new ArrayList<>();

    @Property(tries = 20)
    void first(@ForAll long value) {
        FIRST.add(value);
    }

    @Property(tries = 20)
    void second(@ForAll long value) {
        SECOND.add(value);
    }

    @AfterContainer
    static void theBuildsSeedRules() {
        int factor = Integer.getInteger("jqwik.factor", 1);
        assertThat(FIRST).hasSize(20 * factor);
        if (Boolean.getBoolean("jqwik.fresh")) {
            assertThat(FIRST).isNotEqualTo(SECOND);
        } else {
            assertThat(FIRST).isEqualTo(SECOND);
        }
    }
}
