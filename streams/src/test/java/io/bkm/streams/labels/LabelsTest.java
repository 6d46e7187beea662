package io.bkm.streams.labels;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class LabelsTest {

    private static final String BEYOND_BMP = Character.toString(0x1F600);
    private static final String LATE_BMP = "\uFB01";

    @Test
    void anEmptyValueIsAnAbsentLabel() {
        assertThat(Labels.of("a", "1", "b", "")).isEqualTo(Labels.of(Map.of("a", "1")));
        assertThat(Labels.of("a", "1").edit().set("a", "").build()).isSameAs(Labels.EMPTY);
        assertThat(Labels.of("a", "1").get("b")).isEmpty();
    }

    @Test
    void sortsNamesByTheirUtf8Bytes() {
        var labels = Labels.of(BEYOND_BMP, "1", LATE_BMP, "2", "a", "3");

        assertThat(labels.names()).containsExactly("a", LATE_BMP, BEYOND_BMP);
        assertThat(labels.get(BEYOND_BMP)).isEqualTo("1");
        assertThat(labels.get(LATE_BMP)).isEqualTo("2");
    }

    @Test
    void comparesByNamesAndValuesInTurn() {
        assertThat(Labels.of("a", "1")).isLessThan(Labels.of("a", "1", "b", "1"));
        assertThat(Labels.of("a", "2")).isGreaterThan(Labels.of("a", "1", "b", "1"));
        assertThat(Labels.of("a", LATE_BMP)).isLessThan(Labels.of("a", BEYOND_BMP));
    }

    @Test
    void anEditThatChangesNothingGivesTheSameSet() {
        var labels = Labels.of("a", "1");

        assertThat(labels.edit().remove("b").set("c", "").build()).isSameAs(labels);
        assertThat(labels.filter(name -> true)).isSameAs(labels);
    }

    @Test
    void addsLabelsThatWinOverItsOwn() {
        var labels = Labels.of("a", "1", "c", "1", LATE_BMP, "1");

        assertThat(labels.with(Labels.of("b", "2", "c", "2", BEYOND_BMP, "2")))
                .isEqualTo(Labels.of("a", "1", "b", "2", "c", "2", LATE_BMP, "1", BEYOND_BMP, "2"));
        assertThat(labels.with(Labels.EMPTY)).isSameAs(labels);
        assertThat(Labels.EMPTY.with(labels)).isSameAs(labels);
    }

    @Test
    void aBuilderShowsItsBaseInNameOrderThenWhatWasSet() {
        var builder = Labels.of("b", "1", "a", "1", "c", "1").edit();
        builder.set("z", "2").set("b", "2").set("y", "2").set("z", "3").remove("a");

        var seen = new ArrayList<String>();
        builder.forEach((name, value) -> {
            seen.add(name + value);
            builder.set("new-" + name, value);
        });

        assertThat(seen).containsExactly("c1", "z3", "b2", "y2");
        assertThat(builder.build().names()).containsExactly("b", "c", "new-b", "new-c", "new-y", "new-z", "y", "z");
    }

    @Test
    void aBuilderDoesWhatAMapDoes() {
        var random = new Random(1);
        for (int round = 0; round < 500; round++) {
            var map = new TreeMap<String, String>(Utf8::compare);
            var builder = randomEdits(random, new Labels.Builder(), map).build().edit();
            var labels = randomEdits(random, builder, map).build();

            assertThat(labels).isEqualTo(Labels.of(map));
            assertThat(labels.toMap()).containsExactlyEntriesOf(map);
        }
    }

    private static Labels.Builder randomEdits(Random random, Labels.Builder builder, Map<String, String> map) {
        var names = List.of("a", "b", "bb", "c", LATE_BMP, BEYOND_BMP, "\uD7FF", "é");
        for (int i = 0; i < random.nextInt(20); i++) {
            var name = names.get(random.nextInt(names.size()));
            int value = random.nextInt(4);
            if (value == 0) {
                builder.remove(name);
                map.remove(name);
            } else {
                builder.set(name, "v" + value);
                map.put(name, "v" + value);
            }
            assertThat(builder.get(name)).isEqualTo(map.getOrDefault(name, ""));
        }
        return builder;
    }

    @Test
    void comparesTextsAsTheirBytes() {
        var random = new Random(2);
        var runes = new int[] {0, 'a', 0x7F, 0x80, 0x7FF, 0x800, 0xD7FF, 0xE000, 0xFFFF, 0x10000, 0x10FFFF};
        for (int i = 0; i < 20_000; i++) {
            var a = randomText(random, runes);
            var b = randomText(random, runes);
            int bytes = Arrays.compareUnsigned(a.getBytes(StandardCharsets.UTF_8), b.getBytes(StandardCharsets.UTF_8));

            assertThat(Integer.signum(Utf8.compare(a, b))).isEqualTo(Integer.signum(bytes));
        }
    }

    private static String randomText(Random random, int[] runes) {
        var text = new StringBuilder();
        for (int i = random.nextInt(3); i > 0; i--) {
            text.appendCodePoint(runes[random.nextInt(runes.length)]);
        }
        return text.toString();
    }

    @Test
    void aLoneSurrogateIsNotUtf8() {
        assertThat(Utf8.isValid("a" + BEYOND_BMP + LATE_BMP)).isTrue();
        assertThat(Utf8.isValid("\uD83D")).isFalse();
        assertThat(Utf8.isValid("\uDE00\uD83D")).isFalse();
        assertThat(Utf8.isValid("\uD83Dx")).isFalse();
        assertThat(Utf8.quote("\uDCBD\"\n" + BEYOND_BMP)).isEqualTo("\"\\xbd\\\"\\n" + BEYOND_BMP + "\"");
    }

    @Test
    void travelsAsAJsonObject() throws Exception {
        var json = new ObjectMapper();
        var labels = Labels.of("b", "2", "a", "1");

        assertThat(json.writeValueAsString(labels)).isEqualTo("{\"a\":\"1\",\"b\":\"2\"}");
        assertThat(json.readValue("{\"b\":\"2\",\"a\":\"1\"}", Labels.class)).isEqualTo(labels);
    }
}
