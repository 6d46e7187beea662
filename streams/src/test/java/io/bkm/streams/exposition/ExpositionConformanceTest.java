package io.bkm.streams.exposition;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bkm.streams.exposition.ExpositionParser.Kind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The cases of Prometheus' own tests; see the README beside them. */
class ExpositionConformanceTest {

    private static final JsonMapper MAPPER = new JsonMapper();

    private static final Map<String, String> CONTENT_TYPES = Map.of(
            "prometheus_text", "text/plain; version=0.0.4; charset=utf-8",
            "openmetrics_text", "application/openmetrics-text; version=1.0.0; charset=utf-8",
            "prometheus_protobuf", "application/vnd.google.protobuf; encoding=delimited");

    /** Cases of {@code parse_entries} in formats that are not read: they must be refused, by name. */
    private static final Set<Integer> PROTOBUF_ENTRIES = Set.of(3, 15, 26, 27, 29, 30, 31, 32, 33);

    private static final Set<Integer> PROTOBUF_ERRORS = Set.of(110);

    /** A case by its id, so that a failure names it. */
    record Case(int id, JsonNode json) {

        @Override
        public String toString() {
            return id + ": " + json.path("source").asText(Escapes.printable(body(), 0, Math.min(body().length, 60)));
        }

        byte[] body() {
            return Base64.getDecoder().decode(json.path("input_b64").asText());
        }

        ExpositionParser parser() {
            return json.path("format").asText().equals("prometheus_text")
                    ? new TextParser()
                    : new OpenMetricsParser(true);
        }

        EntryListing listing() {
            var options = json.path("options");
            return EntryListing.of(
                    CONTENT_TYPES.getOrDefault(json.path("format").asText(), ""),
                    body(),
                    new EntryListing.Options(
                            options.path("typeAndUnitLabels").asBoolean(),
                            options.path("skipCreatedSeries").asBoolean(),
                            options.path("convertClassicHistogramsToNHCB").asBoolean(),
                            options.path("keepClassicHistograms").asBoolean(),
                            ""));
        }
    }

    static Stream<Case> entries() {
        return Stream.concat(cases("parse_entries"), cases("parse_files_derived"))
                .filter(c -> c.json.has("derived") || !PROTOBUF_ENTRIES.contains(c.id));
    }

    @ParameterizedTest
    @MethodSource("entries")
    void readsTheEntries(Case c) throws IOException {
        var listing = c.listing();

        assertThat(listing.error()).isNull();
        assertEntries(listing, c.json.path("expect"), c.json.has("note"));
    }

    static Stream<Case> mutated() throws IOException {
        try (var in = ExpositionConformanceTest.class.getResourceAsStream("/conformance/textparse/mutated.jsonl");
                var lines = MAPPER.readerFor(JsonNode.class).<JsonNode>readValues(in)) {
            return lines.readAll().stream().map(json -> new Case(json.path("id").asInt(), json));
        }
    }

    @ParameterizedTest
    @MethodSource("mutated")
    void readsMutatedBodiesAsPrometheusDoes(Case c) throws IOException {
        var listing = c.listing();

        assertThat(listing.error() == null)
                .as("error: %s", listing.error())
                .isEqualTo(c.json.path("error").isNull());
        assertEntries(listing, c.json.path("entries"), false);
    }

    /** The bytes around the body would end quotes, names, numbers and lines if they were read. */
    @ParameterizedTest
    @MethodSource("mutated")
    void readsNothingAroundTheBody(Case c) {
        byte[] body = c.body();
        byte[] padded = ("a{b=\"" + "\"} 1\n9e9".repeat(4)).getBytes(StandardCharsets.US_ASCII);
        int before = padded.length / 2;
        byte[] buffer = new byte[padded.length + body.length];
        System.arraycopy(padded, 0, buffer, 0, before);
        System.arraycopy(body, 0, buffer, before, body.length);
        System.arraycopy(padded, before, buffer, before + body.length, padded.length - before);

        assertThat(walk(c.parser(), buffer, before, before + body.length))
                .isEqualTo(walk(c.parser(), body, 0, body.length));
    }

    private static List<String> walk(ExpositionParser parser, byte[] buffer, int from, int to) {
        var entries = new ArrayList<String>();
        parser.reset(buffer, from, to);
        while (true) {
            var kind = parser.next();
            if (kind == Kind.END) {
                return entries;
            }
            if (kind == Kind.MALFORMED) {
                entries.add(parser.malformed().toString());
                return entries;
            }
            entries.add(kind + " " + (parser.entry().lineStart() - from)
                    + EntryJson.of(kind, buffer, parser, true).toString());
        }
    }

    private static void assertEntries(EntryListing listing, JsonNode expected, boolean namesOnly) throws IOException {
        var entries =
                MAPPER.readTree(MAPPER.writeValueAsBytes(listing.entries())); // a number is equal to its like only
        assertThat(entries).hasSameSizeAs(expected);
        for (int i = 0; i < expected.size(); i++) {
            var entry = (ObjectNode) entries.get(i);
            assertThat(namesOnly ? entry.retain("entry", "m") : entry).isEqualTo(expected.get(i));
        }
    }

    static Stream<Case> errors() {
        return cases("parse_errors").filter(c -> !PROTOBUF_ERRORS.contains(c.id));
    }

    @ParameterizedTest
    @MethodSource("errors")
    void endsWhereTheCaseEnds(Case c) {
        var listing = c.listing();

        assertThat(listing.entries()).hasSize(c.json.path("entries_before_end").asInt());
        assertThat(listing.error() == null)
                .as("error: %s", listing.error())
                .isEqualTo(c.json.path("expect_error").isNull());
    }

    static Stream<Case> contentTypes() {
        return cases("content_type");
    }

    @ParameterizedTest
    @MethodSource("contentTypes")
    void choosesTheFormat(Case c) {
        var choice = ExpositionFormat.choose(
                c.json.path("contentType").asText(),
                c.json.path("fallbackScrapeProtocol").asText());

        var format = choice.format();
        assertThat(
                        format == null
                                ? "none"
                                : CONTENT_TYPES.get(c.json.path("expect_parser").asText()))
                .startsWith(format == null ? c.json.path("expect_parser").asText() : format.mediaType());
        var problem = c.json.path("expect_error_contains");
        if (problem.isNull()) {
            assertThat(choice.problem()).isEmpty();
        } else {
            assertThat(choice.problem()).contains(problem.asText());
        }
    }

    @Test
    void saysThatProtobufIsNotRead() {
        var refused = Stream.concat(
                        cases("parse_entries").filter(c -> PROTOBUF_ENTRIES.contains(c.id)),
                        cases("parse_errors").filter(c -> PROTOBUF_ERRORS.contains(c.id)))
                .toList();

        assertThat(refused)
                .hasSize(PROTOBUF_ENTRIES.size() + PROTOBUF_ERRORS.size())
                .allSatisfy(c -> assertThat(c.listing().error()).startsWith("protobuf exposition is not supported"));
    }

    private static Stream<Case> cases(String file) {
        try (var in = ExpositionConformanceTest.class.getResourceAsStream("/conformance/textparse/" + file + ".json")) {
            var cases = MAPPER.readTree(in).path("cases");
            return StreamSupport.stream(cases.spliterator(), false)
                    .map(json -> new Case(json.path("id").asInt(), json));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
