package io.bkm.streams.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.ConfigFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HeapTest {

    private static final Heap HEAP = new Heap(1000);

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            15%     | 150
            "15 %"  | 150
            0.5%    | 5
            100%    | 1000
            0%      | 0
            64 KiB  | 65536
            "64k"   | 65536
            12      | 12
            """)
    void readsSizesAndShares(String text, long bytes) {
        assertThat(size(text)).isEqualTo(bytes);
    }

    @ParameterizedTest
    @CsvSource({"101%", "-1%", "%", "x%", "NaN%", "much"})
    void namesWhatIsNeither(String text) {
        assertThatThrownBy(() -> size(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a.size: " + text + " (expected: a size such as 64 MiB, or 0% to 100% of the heap)");
    }

    @Test
    void thisJvmHasOne() {
        assertThat(Heap.ofThisJvm().maxBytes()).isEqualTo(Runtime.getRuntime().maxMemory());
    }

    private static long size(String text) {
        return HEAP.size(ConfigFactory.parseString("a.size = " + text), "a.size");
    }
}
