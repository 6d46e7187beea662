package io.bkm.streams.scrape;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.typesafe.config.ConfigFactory;
import io.bkm.streams.memory.Heap;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class ScrapeSettingsTest {

    @Test
    void readsEveryKeyOfReferenceConf() {
        var documented = ConfigFactory.load().getObject("bkm.scrape").keySet();

        var read = Arrays.stream(ScrapeSettings.class.getRecordComponents())
                .map(RecordComponent::getName)
                .map(name -> name.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT));

        assertThat(read).containsExactlyInAnyOrderElementsOf(documented);
    }

    @Test
    void defaultsAreValid() {
        assertThat(inFlight(1L << 40)).isEqualTo(256);
        assertThat(inFlight(64 << 20)).isEqualTo(8);
        assertThat(inFlight(16 << 20)).isEqualTo(4);
    }

    private static int inFlight(long heap) {
        return ScrapeSettings.from(ConfigFactory.load(), new Heap(heap)).maxInFlight();
    }

    @Test
    void namesTheOffendingKey() {
        rejects("bkm.scrape.max-in-flight = 0", "bkm.scrape.max-in-flight: 0 (expected: > 0)");
        rejects("bkm.scrape.max-body-size = 0", "bkm.scrape.max-body-size: 0 (expected: > 0)");
        rejects("bkm.scrape.wheel-tick = 0s", "bkm.scrape.wheel-tick: 0 (expected: > 0)");
    }

    private static void rejects(String line, String message) {
        var config = ConfigFactory.parseString(line).withFallback(ConfigFactory.load());

        assertThatIllegalArgumentException()
                .isThrownBy(() -> ScrapeSettings.from(config))
                .withMessage(message);
    }
}
