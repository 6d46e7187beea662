package io.bkm.actors.resources;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.ConfigFactory;
import java.lang.reflect.RecordComponent;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ManifestSettingsTest {

    @Test
    void hasAComponentForEveryKeyAndAKeyForEveryComponent() {
        var components = Arrays.stream(ManifestSettings.class.getRecordComponents())
                .map(RecordComponent::getName)
                .map(name -> name.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT))
                .collect(Collectors.toSet());

        assertThat(ConfigFactory.defaultReference()
                        .getConfig("bkm.manifests")
                        .root()
                        .keySet())
                .isEqualTo(components);
    }

    @Test
    void acceptsItsOwnDefaults() {
        var settings = ManifestSettings.from(ConfigFactory.defaultReference());

        assertThat(settings.folder()).isEmpty();
        assertThat(settings.maxFileSize()).isEqualTo(16 * 1024 * 1024);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "settle          | 61s   | bkm.manifests.settle: PT1M1S (expected: 0 to 60 s)",
                "rescan-interval | 10ms  | bkm.manifests.rescan-interval: PT0.01S (expected: >= PT0.1S)",
                "max-file-size   | 0     | bkm.manifests.max-file-size: 0 (expected: > 0)",
                "max-total-size  | 1 MiB | bkm.manifests.max-total-size: 1048576 (expected: >= max-file-size, 16777216)",
            })
    void namesWhatCannotWork(String key, String value, String message) {
        assertThatThrownBy(() -> TestManifests.settings(Path.of("/manifests"), key + " = " + value))
                .hasMessage(message);
    }

    @Test
    void aWatchNeedsAFolder() {
        assertThatThrownBy(() -> new ManifestFolder(TestManifests.settings(Path.of(""))))
                .hasMessage("bkm.manifests.folder: \"\" (expected: a folder)");
    }
}
