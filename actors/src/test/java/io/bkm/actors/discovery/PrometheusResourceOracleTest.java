package io.bkm.actors.discovery;

import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.bkm.actors.resources.Resources;
import io.bkm.streams.relabel.PrometheusRules;
import io.bkm.streams.relabel.RelabelRule;
import io.bkm.streams.relabel.RuleCheck;
import io.bkm.streams.targets.Credentials;
import io.bkm.streams.targets.Limits;
import io.bkm.streams.targets.TlsSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Prometheus resources against what the real prometheus-operator and Prometheus made of them: oracle-prometheus. */
class PrometheusResourceOracleTest {

    private static final JsonMapper JSON = new JsonMapper();
    private static final Path ROOT = Manifests.resource("/oracle-prometheus");
    private static final Resources RESOURCES = Manifests.read(ROOT.resolve("manifests"));

    /** What Prometheus asks for where nobody says. */
    private static final List<String> FORMATS =
            List.of("OpenMetricsText1.0.0", "OpenMetricsText0.0.1", "PrometheusText1.0.0", "PrometheusText0.0.4");

    /** What the targets page shows of a target. */
    private record Shown(String job, String url, Map<String, String> labels, String interval, String timeout) {}

    /** What a job says besides its targets. */
    private record Effective(
            boolean honorLabels,
            boolean honorTimestamps,
            List<String> formats,
            String fallbackFormat,
            String nameEscaping,
            Limits limits,
            long targetLimit,
            String authorization,
            String tls,
            List<RelabelRule> metricRelabelings) {}

    @ParameterizedTest
    @ValueSource(strings = {"classes", "enforced", "limits"})
    void makesTheSameTargets(String name) throws IOException {
        var oracle = oracle(name);

        var expanded = Expansion.expand(RESOURCES, settings(name));

        assertThat(expanded.targets().stream()
                        .map(target -> new Shown(
                                target.target().pool(),
                                target.endpoint().url(),
                                target.target().labels().toMap(),
                                target.interval(),
                                target.timeout())))
                .containsExactlyInAnyOrderElementsOf(oracle.get("targets")
                        .valueStream()
                        .map(target -> new Shown(
                                target.get("job").asText(),
                                target.get("url").asText(),
                                texts(target.get("labels")),
                                target.get("interval").asText(),
                                target.get("timeout").asText()))
                        .toList());
        assertThat(expanded.dropped()).isEqualTo(oracle.get("dropped").asInt());
        assertThat(expanded.rejected().stream().map(Rejected::name))
                .containsExactlyInAnyOrderElementsOf(oracle.get("skipped")
                        .valueStream()
                        .map(skipped -> skipped.get("name").asText())
                        .toList());
    }

    @ParameterizedTest
    @ValueSource(strings = {"classes", "enforced", "limits"})
    void scrapesThemInTheSameWay(String name) throws IOException {
        var settings = settings(name);
        var references = References.of(RESOURCES);

        var jobs = MonitorSelection.counting(RESOURCES, settings).stream()
                .flatMap(monitor -> MonitorJobs.of(monitor, settings, references).jobs().stream())
                .collect(toMap(ScrapeJob::pool, PrometheusResourceOracleTest::effective));

        assertThat(jobs)
                .containsExactlyInAnyOrderEntriesOf(oracle(name)
                        .get("effective")
                        .valueStream()
                        .collect(toMap(job -> job.get("job_name").asText(), PrometheusResourceOracleTest::effective)));
    }

    private static Effective effective(ScrapeJob job) {
        var samples = job.samples();
        var request = job.request();
        return new Effective(
                samples.honorLabels(),
                samples.honorTimestamps(),
                request.acceptedFormats().isEmpty() ? FORMATS : request.acceptedFormats(),
                samples.fallbackFormat() == null ? "" : samples.fallbackFormat(),
                request.nameEscaping().parameter(),
                samples.limits(),
                job.targetLimit(),
                authorization(request.credentials()),
                tls(request.tls()),
                samples.metricRelabelings());
    }

    private static String authorization(@Nullable Credentials credentials) {
        return switch (credentials) {
            case null -> "";
            case Credentials.Header header ->
                header.scheme() + (header.credentials().isEmpty() ? "" : " <secret>");
            case Credentials.HeaderFile header -> header.scheme() + " " + header.path();
            case Credentials.Basic _, Credentials.OAuth2 _ -> throw new AssertionError(credentials);
        };
    }

    private static String tls(@Nullable TlsSettings tls) {
        var ca = tls == null || tls.ca() == null ? "" : tls.ca().replaceFirst("^file:", "");
        return ca + (tls != null && tls.insecureSkipVerify() ? " unverified" : "");
    }

    private static Effective effective(JsonNode job) {
        var authorization = job.path("authorization");
        return new Effective(
                job.path("honor_labels").asBoolean(),
                job.path("honor_timestamps").asBoolean(),
                job.get("scrape_protocols").valueStream().map(JsonNode::asText).toList(),
                job.path("fallback_scrape_protocol").asText(),
                job.get("metric_name_escaping_scheme").asText(),
                new Limits(
                        ScrapeLimits.bytes(job.path("body_size_limit").asText(), "body_size_limit"),
                        job.path("sample_limit").asLong(),
                        job.path("label_limit").asLong(),
                        job.path("label_name_length_limit").asLong(),
                        job.path("label_value_length_limit").asLong()),
                job.path("target_limit").asLong(),
                String.join(
                                " ",
                                authorization.path("type").asText(),
                                authorization.path("credentials").asText(),
                                authorization.path("credentials_file").asText())
                        .strip()
                        .replace("  ", " "),
                job.at("/tls_config/ca_file").asText()
                        + (job.at("/tls_config/insecure_skip_verify").asBoolean() ? " unverified" : ""),
                job.path("metric_relabel_configs")
                        .valueStream()
                        .map(PrometheusResourceOracleTest::rule)
                        .toList());
    }

    private static RelabelRule rule(JsonNode rule) {
        return switch (PrometheusRules.parseRule(rule)) {
            case RuleCheck.Valid(var valid) -> valid;
            case RuleCheck.Invalid(var reason) -> throw new AssertionError(reason);
        };
    }

    private static ExpansionSettings settings(String name) {
        return PrometheusResource.read(ROOT.resolve(name + ".yaml"), ExpansionSettingsTest.from(""));
    }

    private static JsonNode oracle(String name) throws IOException {
        return JSON.readTree(ROOT.resolve(name + ".json").toFile());
    }

    private static Map<String, String> texts(JsonNode object) {
        var texts = new TreeMap<String, String>();
        object.properties()
                .forEach(entry -> texts.put(entry.getKey(), entry.getValue().asText()));
        return texts;
    }
}
