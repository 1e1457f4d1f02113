package io.mcpgateway.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RequestIdsTest {
    @Test
    void idsAreNewAndFitTheDigitsThatTheScannerReads() {
        RequestIds ids = new RequestIds();
        Set<Long> seen = new HashSet<>();
        for (int i = 0; i < 100_000; i++) {
            long id = ids.next();
            assertThat(id).isBetween(1L, 999_999_999_999_999_999L);
            assertThat(seen.add(id)).isTrue();
        }
    }

    @Test
    void theLowerBitsOfTwoLinksHaveNothingInCommon() {
        RequestIds one = new RequestIds();
        RequestIds two = new RequestIds();
        int same = 0;
        for (int i = 0; i < 10_000; i++) {
            same += one.next() == two.next() ? 1 : 0;
        }
        // By chance 10,000 / 65,536; twenty would be an accident beyond belief.
        assertThat(same).isLessThan(20);
    }
}
