package io.bkm.streams.targets;

import com.fasterxml.jackson.databind.JsonNode;
import io.bkm.streams.relabel.PrometheusRules;
import io.bkm.streams.relabel.Rules;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * An entry of {@code scrape_configs} under the field names of Prometheus' configuration: {@code job_name},
 * {@code metrics_path}, {@code relabel_configs} … A field that is null or left out has Prometheus' default, fields that
 * have nothing to do with target labels are passed over.
 */
public sealed interface PrometheusJob {

    record Valid(ScrapePool pool) implements PrometheusJob {}

    /** The reason names the field, its value and what was expected. */
    record Invalid(String reason) implements PrometheusJob {}

    Duration DEFAULT_INTERVAL = Duration.ofMinutes(1);
    Duration DEFAULT_TIMEOUT = Duration.ofSeconds(10);

    static PrometheusJob parse(JsonNode job) {
        try {
            return new Valid(pool(job));
        } catch (IllegalArgumentException e) {
            return new Invalid(String.valueOf(e.getMessage()));
        }
    }

    private static ScrapePool pool(JsonNode job) {
        if (!job.isObject()) {
            throw new IllegalArgumentException("job: " + job + " (expected: an object)");
        }
        var interval = duration(job, "scrape_interval", DEFAULT_INTERVAL);
        var shorter = DEFAULT_TIMEOUT.compareTo(interval) < 0 ? DEFAULT_TIMEOUT : interval;
        return new ScrapePool(
                text(job, "job_name", ""),
                text(job, "scheme", "http"),
                text(job, "metrics_path", "/metrics"),
                params(job.path("params")),
                interval,
                duration(job, "scrape_timeout", shorter),
                switch (PrometheusRules.parse(job.path("relabel_configs"))) {
                    case Rules.Valid(var rules) -> rules;
                    case Rules.Invalid(var reason) -> throw new IllegalArgumentException(reason);
                },
                new ScrapePool.HistogramSettings(
                        flag(job, "convert_classic_histograms_to_nhcb"),
                        flag(job, "always_scrape_classic_histograms"),
                        flag(job, "scrape_native_histograms")));
    }

    private static String text(JsonNode job, String field, String byDefault) {
        var value = job.path(field);
        if (value.isMissingNode() || value.isNull()) {
            return byDefault;
        }
        if (!value.isTextual()) {
            throw new IllegalArgumentException(field + ": " + value + " (expected: a text)");
        }
        return value.textValue();
    }

    /** Zero is the same as nothing, as in Prometheus' configuration. */
    private static Duration duration(JsonNode job, String field, Duration byDefault) {
        var text = text(job, field, "0s");
        try {
            var duration = PrometheusDuration.parse(text);
            return duration.isZero() ? byDefault : duration;
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(field + ": " + e.getMessage(), e);
        }
    }

    private static boolean flag(JsonNode job, String field) {
        var value = job.path(field);
        if (!value.isMissingNode() && !value.isNull() && !value.isBoolean()) {
            throw new IllegalArgumentException(field + ": " + value + " (expected: true or false)");
        }
        return value.booleanValue();
    }

    private static Map<String, List<String>> params(JsonNode params) {
        var parsed = new LinkedHashMap<String, List<String>>();
        if (params.isMissingNode() || params.isNull()) {
            return parsed;
        }
        if (!params.isObject()) {
            throw new IllegalArgumentException("params: " + params + " (expected: names with lists of values)");
        }
        for (var param : params.properties()) {
            var values = new ArrayList<String>();
            for (var value : param.getValue()) {
                values.add(value.asText());
            }
            if (!param.getValue().isArray() && !param.getValue().isNull()) {
                throw new IllegalArgumentException(
                        "params." + param.getKey() + ": " + param.getValue() + " (expected: a list)");
            }
            parsed.put(param.getKey(), values);
        }
        return parsed;
    }
}
