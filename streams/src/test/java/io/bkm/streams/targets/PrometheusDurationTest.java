package io.bkm.streams.targets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.databind.JsonNode;
import io.bkm.streams.relabel.Cases;
import java.time.Duration;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class PrometheusDurationTest {

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void readsAndPrintsAsPrometheus(String text, JsonNode test) {
        if (test.has("error")) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> PrometheusDuration.parse(text))
                    .withMessage(test.path("error").asText());
        } else {
            var duration = PrometheusDuration.parse(text);

            assertThat(duration).isEqualTo(Duration.ofMillis(test.path("millis").asLong()));
            assertThat(PrometheusDuration.format(duration))
                    .isEqualTo(test.path("printed").asText());
        }
    }

    static Stream<Arguments> readsAndPrintsAsPrometheus() {
        return Cases.lines("durations.jsonl")
                .map(test -> Arguments.of(test.path("text").asText(), test));
    }

    @Test
    void readsWhatItPrints() {
        var random = new Random(4);
        for (int i = 0; i < 2000; i++) {
            var duration = Duration.ofMillis(random.nextLong(Long.MAX_VALUE / 1_000_000) >> random.nextInt(43));

            assertThat(PrometheusDuration.parse(PrometheusDuration.format(duration)))
                    .isEqualTo(duration);
        }
    }
}
