package io.bkm.streams.exposition;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.bkm.streams.exposition.ExpositionParser.Kind;
import org.jspecify.annotations.Nullable;

/**
 * All that stands in an exposition, for tools and tests.
 *
 * @param entries as {@link EntryJson} writes them; those before the error where there is one
 * @param error null when the body is well-formed
 * @param warning what was wrong with the Content-Type although the body could be read, "" for nothing
 */
public record EntryListing(ArrayNode entries, @Nullable String error, String warning) {

    /**
     * How to read.
     *
     * @param typeAndUnitLabels whether series get {@code __type__} and {@code __unit__}
     * @param skipCreatedSeries whether OpenMetrics' {@code _created} series are start timestamps only
     * @param convertClassicHistograms whether a classic histogram becomes a native one with custom buckets
     * @param keepClassicHistograms whether the series of one that became native are listed as well
     * @param fallbackScrapeProtocol see {@link ExpositionFormat#choose}
     */
    public record Options(
            boolean typeAndUnitLabels,
            boolean skipCreatedSeries,
            boolean convertClassicHistograms,
            boolean keepClassicHistograms,
            String fallbackScrapeProtocol) {}

    /** @param contentType as the header had it, "" when there was none */
    public static EntryListing of(String contentType, byte[] body, Options options) {
        ExpositionFormat.Choice choice;
        try {
            choice = ExpositionFormat.choose(contentType, options.fallbackScrapeProtocol);
        } catch (IllegalArgumentException unknownProtocol) {
            return failed(unknownProtocol.getMessage());
        }
        return switch (choice.format()) {
            case null -> failed(choice.problem());
            case TEXT -> read(body, new TextParser(), options, choice.problem());
            case OPENMETRICS -> read(body, new OpenMetricsParser(options.skipCreatedSeries), options, choice.problem());
            case PROTOBUF -> failed("protobuf exposition is not supported (content type \"" + contentType + "\")");
        };
    }

    private static EntryListing failed(@Nullable String error) {
        return new EntryListing(JsonNodeFactory.instance.arrayNode(), error, "");
    }

    private static EntryListing read(byte[] body, ExpositionParser parser, Options options, String warning) {
        var entries = JsonNodeFactory.instance.arrayNode();
        var conversion = options.convertClassicHistograms
                ? new HistogramConversion(
                        body, parser, options.typeAndUnitLabels, options.keepClassicHistograms, entries)
                : null;
        parser.reset(body, 0, body.length);
        Kind kind = parser.next();
        while (kind != Kind.END && kind != Kind.MALFORMED) {
            if (conversion != null) {
                conversion.add(kind);
            } else {
                entries.add(EntryJson.of(kind, body, parser, options.typeAndUnitLabels));
            }
            kind = parser.next();
        }
        if (kind == Kind.MALFORMED) {
            return new EntryListing(entries, parser.malformed().toString(), warning);
        }
        if (conversion != null) {
            conversion.finish();
        }
        return new EntryListing(entries, null, warning);
    }
}
