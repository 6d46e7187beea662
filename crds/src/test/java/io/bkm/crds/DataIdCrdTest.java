package io.bkm.crds;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.bkm.crds.yaml.YamlReader;
import io.bkm.crds.yaml.YamlStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** The CRD that users install. That its fields are those of the record is shown by {@link RecordsTest}. */
class DataIdCrdTest {

    private final JsonNode crd = read();

    @Test
    void isNamedAfterItsPluralAndGroup() {
        var spec = crd.path("spec");

        assertThat(crd.at("/metadata/name").asText())
                .isEqualTo(spec.at("/names/plural").asText() + "."
                        + spec.path("group").asText());
    }

    @Test
    void isTheResourceThatExistingClustersHave() {
        assertThat(crd.at("/spec/group").asText()).isEqualTo("monitoring.bk.tencent.com");
        assertThat(crd.at("/spec/scope").asText()).isEqualTo("Cluster");
        assertThat(crd.at("/spec/names/plural").asText()).isEqualTo("dataids");
        assertThat(crd.at("/spec/names/shortNames/0").asText()).isEqualTo("bkd");
    }

    @Test
    void servesTheVersionThatWeParse() {
        var version = crd.at("/spec/versions/0");
        var apiVersion =
                crd.at("/spec/group").asText() + "/" + version.path("name").asText();

        assertThat(ResourceParser.handles(apiVersion, crd.at("/spec/names/kind").asText()))
                .isTrue();
        assertThat(version.path("served").asBoolean()).isTrue();
        assertThat(version.path("storage").asBoolean()).isTrue();
        assertThat(crd.at("/spec/versions")).hasSize(1);
    }

    private static JsonNode read() {
        try (var stream = Objects.requireNonNull(
                DataIdCrdTest.class.getResourceAsStream("/crds/dataids.monitoring.bk.tencent.com.yaml"))) {
            var text = new String(stream.readAllBytes(), StandardCharsets.UTF_8);
            return ((YamlStream.Documents) YamlReader.read(text, 1 << 20))
                    .documents()
                    .getFirst()
                    .content();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
