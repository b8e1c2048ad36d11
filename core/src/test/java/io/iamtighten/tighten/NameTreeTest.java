package io.iamtighten.tighten;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class NameTreeTest {
    private static final LocalDate START = LocalDate.of(2026, 1, 1);
    private static final ObservationWindow WINDOW = new ObservationWindow(at(0), at(60));

    private static Instant at(int day) {
        return START.plusDays(day).atStartOfDay().toInstant(ZoneOffset.UTC);
    }

    private final NameTree tree = new NameTree();

    private void seen(String name, int... days) {
        List<LocalDate> dates = new ArrayList<>();
        for (int day : days) {
            dates.add(START.plusDays(day));
        }
        tree.add(NameTokens.of(name), at(days[0]), dates);
    }

    @Test
    void namesUsedAgainAndAgainStay() {
        for (String name : new String[] {"table/orders", "table/users", "table/carts", "table/items"}) {
            seen(name, 0, 10, 20, 30, 40, 50);
        }
        assertThat(tree.patterns(WINDOW, NameTree.MAX_LISTED))
                .containsExactlyInAnyOrder("table/orders", "table/users", "table/carts", "table/items");
    }

    @Test
    void idsThatKeepAppearingBecomeAPattern() {
        seen("instance/i-0a1b2c3d4e5f60718", 1, 2);
        seen("instance/i-0bbbbc3d4e5f60718", 20, 21);
        seen("instance/i-0ccccc3d4e5f60718", 45);
        assertThat(tree.patterns(WINDOW, NameTree.MAX_LISTED)).containsExactly("instance/i-*");
    }

    @Test
    void idsThatStayTheSameAreListed() {
        seen("instance/i-0a1b2c3d4e5f60718", 1, 11, 21, 31, 41);
        seen("instance/i-0bbbbc3d4e5f60718", 1, 11, 21, 31, 41);
        assertThat(tree.patterns(WINDOW, NameTree.MAX_LISTED)).hasSize(2);
    }

    @Test
    void datesAlwaysVaryAndWhatStandsBehindThemStays() {
        seen("logs/2026-01-01/part-1.json", 0);
        seen("logs/2026-01-02/part-1.json", 1);
        assertThat(tree.patterns(WINDOW, NameTree.MAX_LISTED)).containsExactly("logs/*/part-1.json");
    }

    @Test
    void anIdInTheMiddleLeavesTheNameBehindIt() {
        seen("autoScalingGroup:11111111-2222-3333-4444-555555555555:autoScalingGroupName/web", 1);
        seen("autoScalingGroup:11111111-2222-3333-4444-666666666666:autoScalingGroupName/web", 40);
        assertThat(tree.patterns(WINDOW, NameTree.MAX_LISTED))
                .containsExactly("autoScalingGroup:*:autoScalingGroupName/web");
    }

    @Test
    void wordsThatKeepAppearingBecomeAPatternBehindWhatTheyShare() {
        seen("queue/tenant-acme", 0, 10, 30);
        seen("queue/tenant-bolt", 0, 10, 30);
        seen("queue/tenant-corp", 35, 40);
        seen("queue/tenant-dune", 50);
        seen("queue/audit", 0, 10, 50);
        assertThat(tree.patterns(WINDOW, NameTree.MAX_LISTED))
                .containsExactlyInAnyOrder("queue/audit", "queue/tenant-*");
    }
}
