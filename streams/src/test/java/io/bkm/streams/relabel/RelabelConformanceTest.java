package io.bkm.streams.relabel;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.bkm.streams.labels.NameScheme;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Prometheus' own cases; see the README beside them. None is left out. */
class RelabelConformanceTest {

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void relabelsAsPrometheus(String name, JsonNode test) {
        var relabeler = Relabeler.of(Cases.rules(test.path("relabel_configs")));

        var relabeled = relabeler.apply(Cases.labels(test.path("input")));

        assertThat(relabeled != null).isEqualTo(test.path("expect_keep").asBoolean());
        if (relabeled != null) {
            assertThat(relabeled).isEqualTo(Cases.labels(test.path("expect_output")));
        }
    }

    static Stream<Arguments> relabelsAsPrometheus() {
        return Cases.of("relabel_process.json");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void acceptsAndRefusesRulesAsPrometheus(String name, JsonNode test) {
        var check = PrometheusRules.parseRule(test.path("config"));

        switch (check) {
            case RuleCheck.Valid _ ->
                assertThat(test.path("expect_valid").asBoolean()).isTrue();
            case RuleCheck.Invalid(var reason) -> {
                assertThat(test.path("expect_valid").asBoolean()).as(reason).isFalse();
                assertThat(reason).contains(test.path("expect_error_contains").asText());
            }
        }
    }

    static Stream<Arguments> acceptsAndRefusesRulesAsPrometheus() {
        return Cases.of("relabel_validate.json");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void knowsWhichTemplatesTheOldNameSchemeTakes(String name, JsonNode test) {
        var rule = new RuleFields(
                List.of("a"), null, null, null, test.path("template").asText(), null, null, NameScheme.LEGACY);

        assertThat(rule.check() instanceof RuleCheck.Valid)
                .isEqualTo(test.path("expect_valid").asBoolean());
    }

    static Stream<Arguments> knowsWhichTemplatesTheOldNameSchemeTakes() {
        return Cases.of("relabel_target_template_legacy.json");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void fillsInDefaultsAsPrometheus(String name, JsonNode test) throws Exception {
        var yaml = new YAMLMapper().readTree(test.path("yaml").asText());

        var fromYaml = PrometheusRules.parseRule(yaml);
        var fromResolved = PrometheusRules.parseRule(test.path("expect_parsed"));

        assertThat(fromYaml).isInstanceOf(RuleCheck.Valid.class).isEqualTo(fromResolved);
    }

    static Stream<Arguments> fillsInDefaultsAsPrometheus() {
        return Cases.of("relabel_yaml.json");
    }
}
