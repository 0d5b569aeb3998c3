package org.marksheet.lab.plot;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class NumbersTest {
    @Test
    void aNumberHasAboutThreeDigits() {
        assertThat(Numbers.show(.0734)).isEqualTo("0.073");
        assertThat(Numbers.show(-3.456)).isEqualTo("\u22123.46");
        assertThat(Numbers.show(23.45)).isEqualTo("23.5");
        assertThat(Numbers.show(234.5)).isEqualTo("235");
        assertThat(Numbers.show(23456)).isEqualTo("23,456");
        assertThat(Numbers.show(.0002)).isEqualTo("2.0e-4");
        assertThat(Numbers.show(3e12)).isEqualTo("3.0e12");
        assertThat(Numbers.show(0)).isEqualTo("0");
    }

    @Test
    void whatIsNoNumberIsSaid() {
        assertThat(Numbers.show(Double.NaN)).isEqualTo("NaN");
        assertThat(Numbers.reward(Double.NaN)).isEqualTo("NaN");
        assertThat(Numbers.show(Double.NEGATIVE_INFINITY)).isEqualTo("\u2212infinite");
        assertThat(Numbers.fixed(Double.POSITIVE_INFINITY, 2)).isEqualTo("infinite");
    }

    @Test
    void aRewardHasTwoDecimals() {
        assertThat(Numbers.reward(.936)).isEqualTo("0.94");
        assertThat(Numbers.reward(-12.3)).isEqualTo("\u221212.30");
        assertThat(Numbers.reward(-.001)).as("no minus zero").isEqualTo("0.00");
        assertThat(Numbers.reward(4321)).isEqualTo("4,321");
    }
}
