package io.bkm.actors.sd.running;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bkm.actors.sd.FoundGroup;
import io.bkm.streams.labels.Labels;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** As Prometheus' discovery/targetgroup reads them. */
class GroupReaderTest {

    private static final GroupReader READER = new GroupReader("here", "__meta_url", "u");

    @Test
    void readsTargetsAndLabels() throws LookupFailure {
        var groups = json("[{\"targets\":[\"a:1\",\"b:2\"],\"labels\":{\"env\":\"prod\"}},{\"targets\":[\"c:3\"]}]");

        assertThat(groups)
                .containsExactly(
                        new FoundGroup(
                                "here:0",
                                Labels.of("__meta_url", "u", "env", "prod"),
                                List.of(Labels.of("__address__", "a:1"), Labels.of("__address__", "b:2"))),
                        new FoundGroup(
                                "here:1", Labels.of("__meta_url", "u"), List.of(Labels.of("__address__", "c:3"))));
    }

    @Test
    void whatIsFoundOverwritesNoMetaLabel() throws LookupFailure {
        assertThat(json("[{\"labels\":{\"__meta_url\":\"other\"}}]").getFirst().labels())
                .isEqualTo(Labels.of("__meta_url", "u"));
    }

    @Test
    void nullIsNothing() throws LookupFailure {
        assertThat(json("null")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{}                               | no list (expected: a list of target groups)",
                "[null]                           | [0]: no object (expected: targets and labels)",
                "[{'target':['a']}]               | [0].target (expected: targets and labels only)",
                "[{'targets':[1]}]                | [0].targets: NUMBER (expected: a text)",
                "[{},{'labels':{'a':1}}]          | [1].labels.a: NUMBER (expected: a text)",
                "[{'labels':{'':'x'}}]            | [0].labels. (expected: a label name)",
                "[{                               | no JSON at line 1, column 3 (expected: a list of target groups)",
                "[] []                            | something after the list (expected: a list of target groups)",
            })
    void saysWhatIsWrong(String text, String reason) {
        assertThatThrownBy(() -> json(text.replace('\'', '"'))).hasMessage(reason);
    }

    @Test
    void inYamlNumbersAreTexts() throws LookupFailure {
        var groups = READER.yaml(
                "- targets: [a:1]\n  labels: {port: 9100, on: 'yes'}\n".getBytes(StandardCharsets.UTF_8), 1000);

        assertThat(groups.getFirst().labels().get("port")).isEqualTo("9100");
    }

    private static List<FoundGroup> json(String text) throws LookupFailure {
        return READER.json(text.getBytes(StandardCharsets.UTF_8));
    }
}
