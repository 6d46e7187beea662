package io.bkm.actors.reports;

import static org.assertj.core.api.Assertions.assertThat;

import io.bkm.actors.discovery.Expansion;
import io.bkm.actors.discovery.RecordedCase;
import io.bkm.actors.operator.ReportQuery;
import io.bkm.actors.operator.ReportQuery.Kind;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the original's {@code /metrics} answered (conformance/bkmonitor/secrets, http/metrics.txt). */
class RecordedMetricsTest {

    private static final Pattern SAMPLE = Pattern.compile("(\\w+)(?:\\{(.*)})? (\\S+)");
    private static final Pattern LABEL = Pattern.compile("(\\w+)=\"[^\"]*\"");

    /** Gauges whose values are compared; the others hang on the process, or count otherwise. */
    private static final Set<String> COMPARED =
            Set.of("dataid_info", "monitor_endpoint_count", "monitor_scrape_interval_seconds");

    @ParameterizedTest
    @MethodSource("recorded")
    void haveTheNamesTypesAndLabelsOfTheOriginal(Path file) throws IOException {
        var theirs = Files.readString(file);
        var ours = ours(file);

        assertThat(families(ours)).containsAllEntriesOf(families(theirs));
        assertThat(ours.lines().filter(line -> line.startsWith("# HELP")))
                .containsAll(
                        theirs.lines().filter(line -> line.startsWith("# HELP")).toList());
        var ourLabels = labels(ours);
        labels(theirs).forEach((name, labels) -> {
            if (ourLabels.containsKey(name)) { // what never happened has no sample
                assertThat(ourLabels.get(name)).as(name).isEqualTo(labels);
            }
        });
    }

    @ParameterizedTest
    @MethodSource("recorded")
    void sayTheSameOfTheResources(Path file) throws IOException {
        if (file.endsWith("10-endpoint-options.txt")) {
            return; // monitors that we answer otherwise: RecordedReportsTest lists them
        }
        assertThat(compared(ours(file))).isEqualTo(compared(Files.readString(file)));
    }

    static List<Path> recorded() throws IOException, URISyntaxException {
        var folder = Objects.requireNonNull(RecordedMetricsTest.class.getResource("/conformance/bkmonitor/metrics"));
        try (Stream<Path> files = Files.list(Path.of(folder.toURI()))) {
            return files.sorted().toList();
        }
    }

    private static String ours(Path file) throws IOException {
        var name = file.getFileName().toString().replace(".txt", "");
        var recorded = RecordedCase.all().stream()
                .filter(one -> one.name().equals(name))
                .findFirst()
                .orElseThrow();
        var settings = recorded.settings("default-timeout = 1d");
        var resources = recorded.resources();
        return TestReports.of(settings)
                .report(resources, Expansion.expand(resources, settings), ReportQuery.of(Kind.METRICS));
    }

    private static Map<String, String> families(String text) {
        return text.lines()
                .filter(line -> line.startsWith("# TYPE "))
                .map(line -> line.split(" ", -1))
                .collect(Collectors.toMap(words -> words[2], words -> words[3]));
    }

    private static Map<String, Set<String>> labels(String text) {
        var labels = new TreeMap<String, Set<String>>();
        SAMPLE.matcher(text).results().forEach(sample -> {
            if (sample.group(1).startsWith("bkmonitor_operator_")) {
                var names = labels.computeIfAbsent(sample.group(1), _ -> new TreeSet<>());
                if (sample.group(2) != null) {
                    LABEL.matcher(sample.group(2)).results().forEach(label -> names.add(label.group(1)));
                }
            }
        });
        return labels;
    }

    private static List<String> compared(String text) {
        return text.lines()
                .filter(line -> COMPARED.contains(
                        line.replaceFirst("^bkmonitor_operator_", "").replaceFirst("[{ ].*", "")))
                .sorted()
                .toList();
    }
}
