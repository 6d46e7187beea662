package io.bkm.crds;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.bkm.crds.yaml.YamlDocument;
import io.bkm.crds.yaml.YamlReader;
import io.bkm.crds.yaml.YamlStream;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ResourceParserTest {

    @ParameterizedTest
    @MethodSource("valid")
    void takesWhatTheApiServerTakes(Path file) throws IOException {
        assertThat(documents(file))
                .isNotEmpty()
                .allSatisfy(document ->
                        assertThat(ResourceParser.parse(document)).isInstanceOf(ParsedResource.Valid.class));
    }

    @ParameterizedTest
    @MethodSource("invalid")
    void saysWhatIsWrong(Path file) throws IOException {
        var expected = Files.readAllLines(file).stream()
                .takeWhile(line -> line.startsWith("# "))
                .map(line -> line.substring(2))
                .toList();

        assertThat(documents(file))
                .singleElement()
                .extracting(ResourceParser::parse)
                .isEqualTo(new ParsedResource.Invalid(expected));
    }

    static List<Path> valid() throws IOException, URISyntaxException {
        return files("resources", "valid-");
    }

    static List<Path> invalid() throws IOException, URISyntaxException {
        return files("resources", "invalid-");
    }

    @ParameterizedTest
    @MethodSource("oracle")
    void takesTheMonitorsOfTheOracle(Path file) throws IOException {
        assertThat(documents(file))
                .isNotEmpty()
                .allSatisfy(document ->
                        assertThat(ResourceParser.parse(document)).isInstanceOf(ParsedResource.Valid.class));
    }

    static List<Path> oracle() throws IOException, URISyntaxException {
        return files("/oracle", "seed-");
    }

    @Test
    void fillsInWhatIsAbsent() {
        var monitor = (ServiceMonitor) parse("""
                apiVersion: monitoring.coreos.com/v1
                kind: ServiceMonitor
                metadata: {name: web, namespace: shop}
                spec:
                  selector: {}
                  endpoints:
                    - relabelings: [{targetLabel: a, replacement: ''}]
                      bearerTokenSecret: {key: token}
                """);

        var endpoint = monitor.spec().endpoints().getFirst();
        assertThat(endpoint.relabelings())
                .containsExactly(new RelabelConfig(List.of(), null, "a", "", 0, "", "replace"));
        assertThat(endpoint.bearerTokenSecret()).isEqualTo(new SecretKeySelector("", "token", null));
        assertThat(endpoint.path()).isEmpty();
        assertThat(endpoint.params()).isEmpty();
        assertThat(endpoint.honorLabels()).isFalse();
        assertThat(endpoint.honorTimestamps()).isNull();
        assertThat(monitor.spec().namespaceSelector()).isNull();
        assertThat(monitor.metadata().labels()).isEmpty();
    }

    @Test
    void keepsTheProbesPathOfTheCrd() {
        var probe = (Probe) parse("""
                apiVersion: monitoring.coreos.com/v1
                kind: Probe
                metadata: {name: web}
                spec: {prober: {url: 'blackbox:9115'}, targets: {staticConfig: {static: [a]}}}
                """);

        assertThat(Objects.requireNonNull(probe.spec().prober()).path()).isEqualTo("/probe");
    }

    @Test
    void tellsAPortsNumberFromItsName() {
        var monitor = (PodMonitor) parse("""
                apiVersion: monitoring.coreos.com/v1
                kind: PodMonitor
                metadata: {name: web}
                spec:
                  selector: {}
                  podMetricsEndpoints: [{targetPort: 80}, {targetPort: '80'}, {portNumber: 80}]
                """);

        assertThat(monitor.spec().podMetricsEndpoints())
                .extracting(PodMonitorEndpoint::targetPort)
                .containsExactly(new IntOrString.Int(80), new IntOrString.Text("80"), null);
    }

    @Test
    void dropsFieldsThatTheCrdLacks() {
        var monitor = (PodMonitor) parse("""
                apiVersion: monitoring.coreos.com/v1
                kind: PodMonitor
                metadata: {name: web, uid: u, managedFields: [{manager: kubectl}]}
                spec:
                  selector: {}
                  unheardOf: [1]
                  podMetricsEndpoints: [{tlsConfig: {caFile: /etc/shadow, serverName: x}}]
                status: {anything: true}
                """);

        var tls = Objects.requireNonNull(
                monitor.spec().podMetricsEndpoints().getFirst().tlsConfig());
        assertThat(tls.caFile()).isEmpty();
        assertThat(tls.serverName()).isEqualTo("x");
    }

    @Test
    void knowsScrapeConfigsOfBothVersions() {
        assertThat(ResourceParser.handles("monitoring.coreos.com/v1alpha1", "ScrapeConfig"))
                .isTrue();
        assertThat(ResourceParser.handles("monitoring.coreos.com/v1", "ScrapeConfig"))
                .isTrue();
        assertThat(ResourceParser.handles("monitoring.coreos.com/v1beta1", "ServiceMonitor"))
                .isFalse();
        assertThat(ResourceParser.handles("v1", "DataID")).isFalse();
    }

    @Test
    void refusesToParseOtherKinds() {
        var pod = JsonNodeFactory.instance.objectNode().put("apiVersion", "v1").put("kind", "Pod");

        assertThatThrownBy(() -> ResourceParser.parse(pod)).isInstanceOf(IllegalArgumentException.class);
    }

    private static CustomResource parse(String yaml) {
        var parsed = ResourceParser.parse(documents(yaml).getFirst());
        assertThat(parsed).isInstanceOf(ParsedResource.Valid.class);
        return ((ParsedResource.Valid) parsed).resource();
    }

    private static List<JsonNode> documents(Path file) throws IOException {
        return documents(Files.readString(file));
    }

    private static List<JsonNode> documents(String yaml) {
        var stream = YamlReader.read(yaml, 1 << 20);
        assertThat(stream).isInstanceOf(YamlStream.Documents.class);
        return ((YamlStream.Documents) stream)
                .documents().stream().map(YamlDocument::content).toList();
    }

    private static List<Path> files(String folder, String prefix) throws IOException, URISyntaxException {
        var uri = Objects.requireNonNull(ResourceParserTest.class.getResource(folder))
                .toURI();
        try (var files = Files.list(Path.of(uri))) {
            return files.filter(file -> file.getFileName().toString().startsWith(prefix))
                    .sorted()
                    .toList();
        }
    }
}
