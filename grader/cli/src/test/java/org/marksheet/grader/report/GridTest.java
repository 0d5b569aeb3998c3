package org.marksheet.grader.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GridTest {
    @Test
    void aMatrixHasARowForEachOfItsRows() {
        Grid grid = Grid.of("[[0.5, -1e-3, NaN], [1, 2, -Infinity]]");
        assertThat(grid.rows()).containsExactly(
                new Grid.Row("0", List.of("0.5", "-1e-3", "NaN")),
                new Grid.Row("1", List.of("1", "2", "-Infinity")));
        assertThat(grid.mask()).isFalse();
        assertThat(grid.columns()).containsExactly(0, 1, 2);
    }

    @Test
    void aMaskIsToldFromNumbers() {
        assertThat(Grid.of("[[true, false], [false, false]]").mask()).isTrue();
        assertThat(Grid.of("[1, 0]").mask()).isFalse();
    }

    @Test
    void threeDimensionsHaveARowForEachPairOfPlaces() {
        assertThat(Grid.of("[[[1, 2], [3, 4]], [[5, 6], [7, 8]]]").rows())
                .extracting(Grid.Row::place)
                .containsExactly("0, 0", "0, 1", "1, 0", "1, 1");
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "", "0.5", "[", "[]", "[[]]", "[1, 2", "[1, 2]]", "[1 2]", "[1, [2]]", "[[1], 2]", "[[1, 2], [3]]",
        "[[[[1]]]]", "[[[1]], [2]]", "[1, <b>]", "[1, 2] and more", "a tensor of shape [2, 99], beginning [1, 2]"
    })
    void anythingElseStaysText(String text) {
        assertThat(Grid.of(text)).isNull();
    }

    @Test
    void moreThan48NumbersStayText() {
        assertThat(Grid.of("[" + "1, ".repeat(47) + "1]")).isNotNull();
        assertThat(Grid.of("[" + "1, ".repeat(48) + "1]")).isNull();
        assertThat(Grid.of("[".repeat(100_000))).isNull();
    }
}
