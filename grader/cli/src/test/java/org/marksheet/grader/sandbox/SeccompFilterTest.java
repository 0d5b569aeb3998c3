package org.marksheet.grader.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class SeccompFilterTest {
    @Test
    void theProgramHas243Instructions() {
        assertThat(SeccompFilter.program()).hasSize(243 * 8);
    }

    @Test
    void noNumberIsDeniedTwice() {
        assertThat(SeccompFilter.denied().boxed()).hasSize(112).doesNotHaveDuplicates();
    }

    @Test
    void whatJavaNeedsIsNotDenied() {
        int socketpair = 53;
        int prlimit64 = 302;
        int fcntl = 72;
        int mprotect = 10;
        int schedGetaffinity = 204;
        assertThat(SeccompFilter.denied().boxed()).doesNotContain(socketpair, prlimit64, fcntl, mprotect, schedGetaffinity);
    }

    @Test
    void anotherArchitectureIsKilledFirst() {
        byte[] firstThree = Arrays.copyOf(SeccompFilter.program(), 24);
        assertThat(firstThree).containsExactly(
                0x20, 0, 0, 0, 4, 0, 0, 0,
                0x15, 0, 1, 0, 0x3e, 0, 0, (byte) 0xc0,
                0x06, 0, 0, 0, 0, 0, 0, (byte) 0x80);
    }
}
