package io.bkm.streams.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.util.Arrays;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class PipelineSettingsTest {

    private static final Config DEFAULTS = ConfigFactory.defaultReference().getConfig("bkm.pipeline");

    @Test
    void everyKeyIsAComponent() {
        var components = Arrays.stream(PipelineSettings.class.getRecordComponents())
                .map(component ->
                        component.getName().replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT))
                .toList();

        assertThat(DEFAULTS.root().keySet()).containsExactlyInAnyOrderElementsOf(components);
    }

    @Test
    void defaultsAreThoseOfTheOriginal() {
        assertThat(PipelineSettings.from(DEFAULTS)).isEqualTo(new PipelineSettings(1024, false));
    }

    @Test
    void namesTheValueThatCannotWork() {
        assertThatThrownBy(() -> new PipelineSettings(0, false))
                .hasMessage("bkm.pipeline.packet-samples: 0 (expected: 1 to 100000)");
    }
}
