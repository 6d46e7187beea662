package io.bkm.app.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import io.bkm.actors.discovery.Expanded;
import io.bkm.actors.discovery.Expansion;
import io.bkm.actors.discovery.ExpansionSettings;
import io.bkm.actors.placement.Placement;
import io.bkm.actors.resources.ManifestReader;
import io.bkm.actors.resources.ManifestSettings;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The examples that users start from never rot. */
class DemoManifestsTest {

    @Test
    void giveTargetsOnBothNodesAndElsewhere() {
        var expanded = expand("../deploy/examples/demo");

        assertThat(expanded.rejected()).isEmpty();
        assertThat(expanded.targets()).hasSize(10);
        assertThat(expanded.targets().stream().map(target -> target.placement()))
                .contains(new Placement.OnNode("node-a"), new Placement.OnNode("node-b"), new Placement.Spread(""));
        assertThat(Stream.of(1500002L, 1500100L))
                .allMatch(dataId -> expanded.targets().stream()
                        .map(target -> target.target().gse())
                        .filter(Objects::nonNull)
                        .anyMatch(route -> route.dataId() == dataId));
    }

    @Test
    void shareTheEndpointsThatTwoMonitorsSelect() {
        var endpoints = expand("../deploy/examples/demo").targets().stream()
                .filter(target -> target.target().pool().startsWith("serviceMonitor/shop/"))
                .map(target -> target.endpoint().id())
                .toList();

        assertThat(endpoints).hasSize(4);
        assertThat(endpoints.stream().distinct()).hasSize(2);
    }

    @Test
    void findTheNodeExporter() {
        assertThat(expand("../deploy/examples/demo-node-exporter").targets())
                .singleElement()
                .satisfies(target -> assertThat(target.endpoint().url()).isEqualTo("http://127.0.0.1:9100/metrics"));
    }

    private static Expanded expand(String folder) {
        var config = ConfigFactory.load();
        return Expansion.expand(
                ManifestReader.read(List.of(Path.of(folder)), ManifestSettings.from(config)),
                ExpansionSettings.from(config));
    }
}
