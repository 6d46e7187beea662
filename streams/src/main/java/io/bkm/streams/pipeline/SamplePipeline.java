package io.bkm.streams.pipeline;

import io.bkm.streams.exposition.Entry;
import io.bkm.streams.exposition.Escapes;
import io.bkm.streams.exposition.ExpositionFormat;
import io.bkm.streams.exposition.ExpositionParser;
import io.bkm.streams.exposition.ExpositionParser.Kind;
import io.bkm.streams.exposition.OpenMetricsParser;
import io.bkm.streams.exposition.TextParser;
import io.bkm.streams.gse.Outlet;
import io.bkm.streams.labels.Labels;
import io.bkm.streams.pipeline.SeriesPlanner.LimitExceeded;
import io.bkm.streams.relabel.Relabeler;
import io.bkm.streams.scrape.Exposition;
import io.bkm.streams.scrape.ScrapeOutcome;
import io.bkm.streams.scrape.ScrapeOutcome.Failed;
import io.bkm.streams.scrape.ScrapeOutcome.Reason;
import io.bkm.streams.scrape.ScrapeOutcome.Scraped;
import io.bkm.streams.scrape.TargetPipeline;
import io.bkm.streams.targets.Target;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The samples of a target as Prometheus would store them: strict about the format, labels merged by honorLabels, metric
 * relabeling on the merged labels, limits, and the automatic series. An object per sample: for tools, and as the measure
 * that faster pipelines are held against.
 */
public final class SamplePipeline implements TargetPipeline {

    private final Target target;
    private final Relabeler relabeler;
    private final LabelLimits limits;
    private final Consumer<Sample> consumer;
    private Set<Labels> before = Set.of();

    /** Gives each sample of a good scrape to {@code consumer}, then the automatic ones; of a failed one these alone. */
    public SamplePipeline(Target target, Consumer<Sample> consumer) {
        this.target = target;
        this.consumer = consumer;
        relabeler = Relabeler.of(target.metricRelabelings());
        limits = new LabelLimits(target.limits());
    }

    @Override
    public ScrapeOutcome accept(Exposition body, long scheduledAtMillis, Duration took, Outlet outlet) {
        long most = target.limits().bodySize();
        if (most > 0 && body.length() > most) {
            var detail = "body of " + body.length() + " bytes (expected: at most " + most + ")";
            return fail(new Failed(Reason.BODY_SIZE_LIMIT, detail, took), scheduledAtMillis, outlet);
        }
        var fallback = target.fallbackFormat();
        var choice = ExpositionFormat.choose(body.contentType(), fallback == null ? "" : fallback);
        var parser = parser(choice.format());
        if (parser == null) {
            return fail(new Failed(Reason.CONTENT_TYPE, choice.problem(), took), scheduledAtMillis, outlet);
        }
        try {
            return read(parser, body, scheduledAtMillis, took, outlet);
        } catch (LimitExceeded exceeded) {
            var reason = exceeded.isSampleLimit() ? Reason.SAMPLE_LIMIT : Reason.LABEL_LIMIT;
            return fail(new Failed(reason, exceeded.detail(), took), scheduledAtMillis, outlet);
        }
    }

    private static @Nullable ExpositionParser parser(@Nullable ExpositionFormat format) {
        return switch (format) {
            case TEXT -> new TextParser();
            case OPENMETRICS -> new OpenMetricsParser(false);
            case PROTOBUF -> null;
            case null -> null;
        };
    }

    private ScrapeOutcome read(
            ExpositionParser parser, Exposition body, long scheduledAtMillis, Duration took, Outlet outlet)
            throws LimitExceeded {
        var samples = new ArrayList<Sample>();
        int scraped = 0;
        parser.reset(body.buffer(), 0, body.length());
        Kind kind = parser.next();
        for (; kind != Kind.END && kind != Kind.MALFORMED; kind = parser.next()) {
            if (kind == Kind.SERIES) {
                scraped++;
                var sample = sample(body.buffer(), parser.entry(), scheduledAtMillis);
                if (sample != null) {
                    samples.add(sample);
                }
            }
        }
        if (kind == Kind.MALFORMED) {
            return fail(new Failed(Reason.MALFORMED, parser.malformed().message(), took), scheduledAtMillis, outlet);
        }
        long most = target.limits().samples();
        if (most > 0 && samples.size() > most) {
            throw LimitExceeded.samples(most);
        }
        samples.forEach(consumer);
        int added = remember(samples);
        automatic(true, took, scraped, samples.size(), added, scheduledAtMillis);
        return new Scraped(scraped, samples.size(), added, body.length(), took);
    }

    /** Null when relabeling drops it. */
    private @Nullable Sample sample(byte[] body, Entry entry, long scheduledAtMillis) throws LimitExceeded {
        var scraped = new Labels.Builder();
        for (int i = 0; i < entry.labelCount(); i++) {
            scraped.set(
                    Escapes.unescapeToString(body, entry.labelNameStart(i), entry.labelNameEnd(i)),
                    Escapes.unescapeToString(body, entry.labelValueStart(i), entry.labelValueEnd(i)));
        }
        scraped.set("__name__", Escapes.unescapeToString(body, entry.nameStart(), entry.nameEnd()));
        var labels = relabeler.apply(merge(scraped.build()));
        if (labels == null || labels.isEmpty()) {
            return null;
        }
        limits.check(labels);
        boolean honored = entry.hasTimestamp() && target.honorTimestamps();
        return new Sample(labels, entry.value(), honored ? entry.timestampMs() : scheduledAtMillis);
    }

    /** Where both have a label the target's wins and the other becomes {@code exported_…}, or the other way round. */
    private Labels merge(Labels scraped) {
        var merged = scraped.edit();
        target.labels().forEach((name, value) -> {
            var own = scraped.get(name);
            if (own.isEmpty()) {
                merged.set(name, value);
            } else if (!target.honorLabels()) {
                var exported = "exported_" + name;
                while (scraped.has(exported) || target.labels().has(exported)) {
                    exported = "exported_" + exported;
                }
                merged.set(exported, own).set(name, value);
            }
        });
        return merged.build();
    }

    private int remember(List<Sample> samples) {
        var now = new HashSet<Labels>();
        int added = 0;
        for (var sample : samples) {
            if (now.add(sample.labels()) && !before.contains(sample.labels())) {
                added++;
            }
        }
        before = now;
        return added;
    }

    @Override
    public ScrapeOutcome fail(Failed failed, long scheduledAtMillis, Outlet outlet) {
        before = Set.of();
        automatic(false, failed.took(), 0, 0, 0, scheduledAtMillis);
        return failed;
    }

    private void automatic(boolean up, Duration took, int scraped, int kept, int added, long atMillis) {
        own("up", up ? 1 : 0, atMillis);
        own("scrape_duration_seconds", took.toNanos() / 1e9, atMillis);
        own("scrape_samples_scraped", scraped, atMillis);
        own("scrape_samples_post_metric_relabeling", kept, atMillis);
        own("scrape_series_added", added, atMillis);
    }

    private void own(String name, double value, long atMillis) {
        consumer.accept(new Sample(target.labels().edit().set("__name__", name).build(), value, atMillis));
    }
}
