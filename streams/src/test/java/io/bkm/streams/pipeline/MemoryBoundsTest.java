package io.bkm.streams.pipeline;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.ConfigFactory;
import io.bkm.streams.fetch.FetchSettings;
import io.bkm.streams.gse.GseSettings;
import io.bkm.streams.memory.Heap;
import io.bkm.streams.scrape.ScrapeSettings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MemoryBoundsTest {

    /** The JVM reports a little less than -Xmx. */
    @ParameterizedTest
    @ValueSource(longs = {30, 48, 62, 64, 128, 256, 1024, 16 * 1024, 256 * 1024})
    void theDefaultsFitIntoEveryHeap(long mib) {
        assertThatCode(() -> check("", mib)).doesNotThrowAnyException();
    }

    @Test
    void boundsThatDoNotFitAreNamed() {
        assertThatThrownBy(() -> check("bkm { fetch.buffer-memory = 192 MiB, gse.buffer = 32 MiB }", 128))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("bkm.fetch.buffer-memory (192.0 MiB) + bkm.gse.buffer (32.0 MiB)"
                        + " + bkm.scrape.max-in-flight x bkm.pipeline.packet-samples x 1 KiB (16.0 MiB): 240.0 MiB"
                        + " (expected: at most 75% of the heap of 128.0 MiB; make them smaller or -Xmx larger)");
    }

    @Test
    void manyLargePacketsAtOnceDoNotFitEither() {
        assertThatThrownBy(() -> check("bkm { scrape.max-in-flight = 100, pipeline.packet-samples = 10000 }", 256))
                .hasMessageContaining("packet-samples x 1 KiB (976.6 MiB)");
    }

    private static void check(String settings, long heapMib) {
        var config = ConfigFactory.parseString(settings).withFallback(ConfigFactory.defaultReference());
        var heap = new Heap(heapMib << 20);
        MemoryBounds.check(
                heap,
                ScrapeSettings.from(config, heap),
                FetchSettings.from(config, heap),
                PipelineSettings.from(config.getConfig("bkm.pipeline")),
                GseSettings.from(config, heap));
    }
}
