package io.bkm.streams.exposition;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The formats a target may answer in. */
public enum ExpositionFormat {
    TEXT("text/plain"),
    OPENMETRICS("application/openmetrics-text"),
    PROTOBUF("application/vnd.google.protobuf");

    /** The values of Prometheus' {@code fallback_scrape_protocol}, and of {@code fallbackScrapeProtocol} of monitors. */
    private static final Map<String, ExpositionFormat> PROTOCOLS = Map.of(
            "PrometheusProto", PROTOBUF,
            "PrometheusText0.0.4", TEXT,
            "PrometheusText1.0.0", TEXT,
            "OpenMetricsText0.0.1", OPENMETRICS,
            "OpenMetricsText1.0.0", OPENMETRICS);

    private final String mediaType;

    ExpositionFormat(String mediaType) {
        this.mediaType = mediaType;
    }

    public String mediaType() {
        return mediaType;
    }

    private static @Nullable ExpositionFormat ofMediaType(String mediaType) {
        for (var format : values()) {
            if (format.mediaType.equals(mediaType)) {
                return format;
            }
        }
        return null;
    }

    /**
     * How an answer is to be read.
     *
     * @param format null: not at all, the scrape fails
     * @param problem what is wrong with the Content-Type, "" when nothing is; a warning where there is a format
     */
    public record Choice(@Nullable ExpositionFormat format, String problem) {}

    /**
     * The format that a Content-Type names; where it names none, the fallback. By Prometheus' rules, in its words.
     *
     * @param contentType the header's value, "" when there was none
     * @param fallbackProtocol a scrape protocol such as {@code PrometheusText0.0.4}, "" for none
     * @throws IllegalArgumentException when {@code fallbackProtocol} is none of Prometheus' scrape protocols
     */
    public static Choice choose(String contentType, String fallbackProtocol) {
        var fallback = PROTOCOLS.get(fallbackProtocol);
        if (fallback == null && !fallbackProtocol.isEmpty()) {
            throw new IllegalArgumentException("fallbackScrapeProtocol: " + fallbackProtocol + " (expected: one of "
                    + PROTOCOLS.keySet().stream().sorted().toList() + ")");
        }
        var quoted = Escapes.quoted(contentType);
        if (contentType.isEmpty()) {
            return fallBack(fallback, "non-compliant scrape target sending blank Content-Type", "");
        }
        var parsed = MediaType.parse(contentType);
        if (!parsed.problem().isEmpty()) {
            return fallback == null
                    ? new Choice(
                            null,
                            "cannot parse Content-Type " + quoted + " and no fallback_scrape_protocol for target\n"
                                    + parsed.problem())
                    : fallBack(fallback, "could not parse received Content-Type " + quoted, "\n" + parsed.problem());
        }
        var format = ofMediaType(parsed.essence());
        return format != null
                ? new Choice(format, "")
                : fallBack(fallback, "received unsupported Content-Type " + quoted, "");
    }

    private static Choice fallBack(@Nullable ExpositionFormat fallback, String problem, String detail) {
        var consequence = fallback == null
                ? " and no fallback_scrape_protocol specified for target"
                : ", using fallback_scrape_protocol \"" + fallback.mediaType + "\"";
        return new Choice(fallback, problem + consequence + detail);
    }
}
