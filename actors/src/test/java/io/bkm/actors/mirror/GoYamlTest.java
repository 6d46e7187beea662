package io.bkm.actors.mirror;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Against what Go's gopkg.in/yaml.v2 2.4.0 wrote (resources, go-yaml). */
class GoYamlTest {

    /** A text, and the document that has it as a value, a key and an item. */
    private record Case(String text, String document) {}

    @Test
    void writesEveryKindOfTextAsGoDoes() throws IOException {
        var cases = cases();

        assertThat(cases).hasSizeGreaterThan(1500);
        for (var each : cases) {
            var text = each.text();
            var item = new LinkedHashMap<String, Object>();
            item.put(text, text);
            item.put("z", List.of(text, text));
            var document = new LinkedHashMap<String, Object>();
            document.put("k", text);
            document.put("l", List.of(item));

            assertThat(GoYaml.write(document)).isEqualTo(each.document());
        }
    }

    @Test
    void writesWhatIsEmptyOnOneLine() {
        var document = new LinkedHashMap<String, Object>();
        document.put("list", List.of());
        document.put("map", Map.of());
        document.put("flag", true);
        document.put("number", 5L);

        assertThat(GoYaml.write(document)).isEqualTo("list: []\nmap: {}\nflag: true\nnumber: 5\n");
    }

    private static List<Case> cases() throws IOException {
        try (var in = Objects.requireNonNull(GoYamlTest.class.getResourceAsStream("/go-yaml/texts.json"))) {
            return new JsonMapper()
                    .readValue(in, new TypeReference<List<List<String>>>() {}).stream()
                            .map(pair -> new Case(pair.getFirst(), pair.getLast()))
                            .toList();
        }
    }
}
