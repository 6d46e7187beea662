package io.bkm.actors.reports;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.bkm.actors.discovery.Expansion;
import io.bkm.actors.discovery.RecordedCase;
import io.bkm.actors.operator.ReportQuery;
import io.bkm.actors.operator.ReportQuery.Kind;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the original's {@code /check} answered (conformance/bkmonitor/secrets, http/check*.txt). */
class RecordedCheckTest {

    private static final JsonMapper JSON = new JsonMapper();

    /** Helm's releases are not read; scrapes are told by the members; the log is on another pod. */
    private static final Set<String> NOT_OF_THE_OPERATOR =
            Set.of("check helmcharts version", "check scrape stats", "bkmonitor-operator logs");

    private static final Set<String> COMPARED =
            Set.of("check dataids", "check cluster information", "check endpoint", "check monitor resources");

    @ParameterizedTest
    @MethodSource("recorded")
    void hasTheSectionsOfTheOriginalAndWhatTheySay(Path file) throws IOException {
        var theirs = sections(Files.readString(file));
        var ours = sections(ours(file));

        theirs.keySet().stream()
                .filter(title -> !NOT_OF_THE_OPERATOR.contains(title))
                .forEach(title -> {
                    assertThat(ours).as(title).containsKey(title);
                    if (COMPARED.contains(title) && !file.toString().contains("25-bk-env")) {
                        assertThat(ours.get(title)).as(title).isEqualTo(theirs.get(title));
                    }
                });
    }

    @Test
    void goesOnWhereDataIdsAreMissingAndNamesThem() throws IOException, URISyntaxException {
        var file = recorded().stream()
                .filter(one -> one.toString().contains("25-bk-env"))
                .findFirst()
                .orElseThrow();

        assertThat(ours(file))
                .contains("[x] check dataids\n- Description: 2 DataIDs of this environment (expected: at least 3)")
                .contains("* usage=event, isSystem=true: events go nowhere")
                .contains("[√] check cluster information");
    }

    static List<Path> recorded() throws IOException, URISyntaxException {
        var folder = Objects.requireNonNull(RecordedCheckTest.class.getResource("/conformance/bkmonitor/check"));
        try (Stream<Path> files = Files.list(Path.of(folder.toURI()))) {
            return files.sorted().toList();
        }
    }

    private static String ours(Path file) throws IOException {
        var parts = file.getFileName().toString().replace(".txt", "").split("__monitor=", -1);
        var recorded = RecordedCase.all().stream()
                .filter(one -> one.name().equals(parts[0]))
                .findFirst()
                .orElseThrow();
        var settings = recorded.settings("default-timeout = 1d");
        var resources = recorded.resources();
        return TestReports.of(settings)
                .report(
                        resources,
                        Expansion.expand(resources, settings),
                        new ReportQuery(Kind.CHECK, parts.length > 1 ? Map.of("monitor", parts[1]) : Map.of()));
    }

    /** By title, the JSON in it. Lists without their order; the number of a worker is not known here. */
    private static Map<String, List<Object>> sections(String text) throws IOException {
        var sections = new HashMap<String, List<Object>>();
        for (var section : text.replaceAll("\"worker[0-9]+\"", "\"unknown\"").split("\n\\[.] ", -1)) {
            var values = new ArrayList<>();
            var json = new StringBuilder();
            for (var line : section.lines().skip(1).toList()) {
                if (json.isEmpty() ? line.startsWith("{") || line.startsWith("[") : !line.startsWith("*")) {
                    json.append(line).append('\n');
                } else {
                    add(values, json);
                }
            }
            add(values, json);
            if (!section.isBlank()) {
                sections.put(section.lines().findFirst().orElseThrow(), values);
            }
        }
        return sections;
    }

    private static void add(List<Object> values, StringBuilder json) throws IOException {
        if (!json.isEmpty()) {
            var value = JSON.readTree(json.toString());
            values.add(value.isArray() ? elements(value) : value);
            json.setLength(0);
        }
    }

    private static Set<String> elements(JsonNode list) {
        var elements = new TreeSet<String>();
        list.forEach(element -> elements.add(element.toString()));
        return elements;
    }
}
