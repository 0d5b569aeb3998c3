package org.marksheet.lab.plot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class AxisTest {
    @Test
    void valuesLieBetweenTheEnds() {
        Axis axis = new Axis(-2, 6, 100, 20);
        assertThat(axis.place(-2)).isEqualTo(100);
        assertThat(axis.place(6)).isEqualTo(20);
        assertThat(axis.place(1)).isCloseTo(70, within(1e-9));
        assertThat(axis.clamped(50)).isEqualTo(20);
        assertThat(axis.clamped(-50)).isEqualTo(100);
    }

    @Test
    void ticksAreRoundAndTellApart() {
        assertThat(shown(new Axis(-23, 33, 0, 1))).containsExactly("\u221220", "\u221210", "0", "10", "20", "30");
        assertThat(shown(new Axis(.994, 1.009, 0, 1))).containsExactly("0.995", "1.000", "1.005");
        assertThat(shown(new Axis(0, 4200, 0, 1))).containsExactly("0", "1,000", "2,000", "3,000", "4,000");
    }

    @Test
    void aConstantHasAnExtent() {
        assertThat(Axis.around(0, 0, 0, 1).ticks(4)).hasSizeBetween(3, 7);
        assertThat(Axis.around(-64, -64, 0, 1).place(-64)).isCloseTo(.5, within(1e-9));
    }

    private static List<String> shown(Axis axis) {
        return axis.ticks(4).stream().map(tick -> Numbers.fixed(tick, axis.decimals(4))).toList();
    }
}
