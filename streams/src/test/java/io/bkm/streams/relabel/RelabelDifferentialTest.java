package io.bkm.streams.relabel;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.bkm.streams.labels.Labels;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Random rules and regexes that Prometheus' own code was asked about; see the README beside the answers. */
class RelabelDifferentialTest {

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void relabelsAsPrometheus(String name, JsonNode test) {
        var expected = test.path("expect");

        switch (PrometheusRules.parse(test.path("relabel_configs"))) {
            case Rules.Invalid(var reason) ->
                assertThat(expected.has("error")).as(reason).isTrue();
            case Rules.Valid(var rules) -> {
                assertThat(expected.has("error"))
                        .as(expected.path("error").asText())
                        .isFalse();
                var relabeled = Relabeler.of(rules).apply(Cases.labels(test.path("labels")));
                assertThat(relabeled)
                        .isEqualTo(expected.path("keep").asBoolean() ? Cases.labels(expected.path("labels")) : null);
            }
        }
    }

    static Stream<Arguments> relabelsAsPrometheus() {
        return Cases.lines("chains.jsonl").filter(test -> !test.has("job")).map(RelabelDifferentialTest::named);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void readsRegexesAsGo(String name, JsonNode test) {
        var problem = Regex.problem(test.path("regex").asText());

        assertThat(problem != null).as(problem).isEqualTo(test.has("error"));
        if (problem == null) {
            var regex = Regex.compile(test.path("regex").asText());
            for (var input : test.path("groups").properties()) {
                var expected = input.getValue();
                assertThat(regex.matches(input.getKey())).isEqualTo(!expected.isNull());
                assertThat(groups(regex, input.getKey()))
                        .isEqualTo(expected.valueStream().map(JsonNode::asText).toList());
            }
        }
    }

    static Stream<Arguments> readsRegexesAsGo() {
        return Cases.lines("regexes.jsonl")
                .map(test -> Arguments.of(test.path("regex").toString(), test));
    }

    private static List<String> groups(Regex regex, String input) {
        var bounds = regex.find(input);
        var groups = new ArrayList<String>();
        for (int i = 0; bounds != null && i < bounds.length; i += 2) {
            groups.add(bounds[i] < 0 ? "" : input.substring(bounds[i], bounds[i + 1]));
        }
        return groups;
    }

    private static Arguments named(JsonNode test) {
        return Arguments.of(test.path("id") + " " + test.path("relabel_configs"), test);
    }

    /** The shapes that do without RE2 answer what RE2 would. */
    @ParameterizedTest
    @MethodSource
    void takesNoShortcutThatChangesTheAnswer(String regex) throws Exception {
        var quick = Regex.compile(regex);
        var general = Re2Regex.parse(regex);

        assertThat(quick).isNotInstanceOf(Re2Regex.class);
        for (var text : List.of(
                "", "a", "b", "ab", "aXb", "aX.b", "a\nb", "abab", "ba", "\uD83D\uDE00", "a\uD83D\uDE00b", "aa")) {
            assertThat(quick.matches(text)).as(text).isEqualTo(general.matches(text));
            assertThat(groups(quick, text)).as(text).isEqualTo(groups(general, text));
            assertThat(quick.replaceAll(text, Template.parse("<$1$0>", quick)))
                    .isEqualTo(general.replaceAll(text, Template.parse("<$1$0>", general)));
        }
    }

    static Stream<String> takesNoShortcutThatChangesTheAnswer() {
        return Stream.of(
                "",
                "a",
                "a|b",
                "|a",
                "a|a|",
                "(.*)",
                ".*",
                "(.+)",
                ".+",
                "a.*",
                "a(.+)b",
                ".*b",
                "ab(.*)",
                "a.+a",
                "(a|b)",
                "a(|b|bab)",
                "(?:a|ab)b",
                "a()b",
                "aX\\.b|aXb",
                ".*\\.b");
    }

    @Test
    void givesTheSetBackThatNoRuleChanges() {
        var labels = Labels.of("a", "1");
        var rules = Cases.rules(Cases.JSON
                .createArrayNode()
                .add(Cases.JSON.createObjectNode().put("action", "labeldrop").put("regex", "b")));

        assertThat(Relabeler.of(rules).apply(labels)).isSameAs(labels);
    }
}
