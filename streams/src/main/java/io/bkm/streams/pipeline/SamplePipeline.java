package io.bkm.streams.pipeline;

import io.bkm.streams.exposition.ExpositionFormat;
import io.bkm.streams.exposition.ExpositionParser;
import io.bkm.streams.exposition.ExpositionParser.Kind;
import io.bkm.streams.exposition.OpenMetricsParser;
import io.bkm.streams.exposition.TextParser;
import io.bkm.streams.gse.Outlet;
import io.bkm.streams.labels.Labels;
import io.bkm.streams.pipeline.SeriesPlanner.LimitExceeded;
import io.bkm.streams.scrape.Exposition;
import io.bkm.streams.scrape.ScrapeOutcome;
import io.bkm.streams.scrape.ScrapeOutcome.Failed;
import io.bkm.streams.scrape.ScrapeOutcome.Reason;
import io.bkm.streams.scrape.ScrapeOutcome.Scraped;
import io.bkm.streams.scrape.TargetPipeline;
import io.bkm.streams.targets.Target;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The samples of a target as Prometheus would store them: strict about the format, labels merged by honorLabels, metric
 * relabeling on the merged labels, limits, staleness markers and the automatic series. An object per sample: for tools,
 * and as the measure that faster pipelines are held against.
 */
public final class SamplePipeline implements TargetPipeline {

    private static final List<String> AUTOMATIC = List.of(
            "up",
            "scrape_duration_seconds",
            "scrape_samples_scraped",
            "scrape_samples_post_metric_relabeling",
            "scrape_series_added");

    private final Target target;
    private final StoredLabels stored;
    private final Consumer<Sample> consumer;
    /** Texts of the series of the last good scrape that was not empty. */
    private Set<String> known = Set.of();
    /** Series that have a staleness marker to come. */
    private Set<Labels> live = Set.of();

    private boolean scrapedBefore;

    /**
     * Gives each sample of a good scrape to {@code consumer}, then the markers of the series that it has no more, then the
     * automatic ones; of a failed one the last two.
     */
    public SamplePipeline(Target target, Consumer<Sample> consumer) {
        this.target = target;
        this.consumer = consumer;
        stored = new StoredLabels(target);
    }

    /** One walk through a body, as far as it came. */
    private static final class Walk {
        final List<Sample> samples = new ArrayList<>();
        final Set<String> texts = new HashSet<>();
        final Set<Labels> tracked = new LinkedHashSet<>();
        final Set<Sample> moments = new HashSet<>();
        int scraped;
        int kept;
        int added;
        boolean overLimit;
    }

    @Override
    public ScrapeOutcome accept(Exposition body, long scheduledAtMillis, Duration took, Outlet outlet) {
        long most = target.limits().bodySize();
        if (most > 0 && body.length() > most) {
            var detail = "body of " + body.length() + " bytes (expected: at most " + most + ")";
            return fail(new Failed(Reason.BODY_SIZE_LIMIT, detail, took), scheduledAtMillis, outlet);
        }
        var walk = new Walk();
        if (body.length() > 0) { // an empty body needs no Content-Type, as in Prometheus
            var failed = read(body, walk, scheduledAtMillis, took);
            if (failed != null) {
                return fail(failed, walk, scheduledAtMillis);
            }
            known = walk.texts;
        }
        walk.samples.forEach(consumer);
        live.stream()
                .filter(labels -> !walk.tracked.contains(labels))
                .forEach(labels -> end(labels, scheduledAtMillis));
        live = walk.tracked;
        report(true, took, walk, scheduledAtMillis);
        return new Scraped(walk.scraped, walk.kept, walk.added, body.length(), took);
    }

    @Override
    public ScrapeOutcome fail(Failed failed, long scheduledAtMillis, Outlet outlet) {
        return fail(failed, new Walk(), scheduledAtMillis);
    }

    @Override
    public void gone(long atMillis, Outlet outlet) {
        endAll(atMillis);
        if (scrapedBefore) {
            AUTOMATIC.forEach(name -> end(own(name), atMillis));
            scrapedBefore = false;
        }
    }

    private Failed fail(Failed failed, Walk walk, long atMillis) {
        endAll(atMillis);
        report(false, failed.took(), walk, atMillis);
        return failed;
    }

    private @Nullable Failed read(Exposition body, Walk walk, long atMillis, Duration took) {
        var fallback = target.fallbackFormat();
        var choice = ExpositionFormat.choose(body.contentType(), fallback == null ? "" : fallback);
        var parser = parser(choice.format());
        if (parser == null) {
            return new Failed(Reason.CONTENT_TYPE, choice.problem(), took);
        }
        try {
            parser.reset(body.buffer(), 0, body.length());
            for (var kind = parser.next(); kind != Kind.END; kind = parser.next()) {
                if (kind == Kind.MALFORMED) {
                    return new Failed(Reason.MALFORMED, parser.malformed().message(), took);
                }
                if (kind == Kind.SERIES) {
                    sample(body.buffer(), parser, walk, atMillis);
                }
            }
        } catch (StoredLabels.Refused refused) {
            return new Failed(Reason.MALFORMED, String.valueOf(refused.getMessage()), took);
        } catch (LimitExceeded exceeded) {
            return new Failed(Reason.LABEL_LIMIT, exceeded.detail(), took);
        }
        if (walk.overLimit) {
            var exceeded = LimitExceeded.samples(target.limits().samples());
            return new Failed(Reason.SAMPLE_LIMIT, exceeded.detail(), took);
        }
        return null;
    }

    private static @Nullable ExpositionParser parser(@Nullable ExpositionFormat format) {
        return switch (format) {
            case TEXT -> new TextParser();
            case OPENMETRICS -> new OpenMetricsParser(false);
            case PROTOBUF -> null;
            case null -> null;
        };
    }

    /** Over the sample limit it goes on, so that the number of samples that there were can be told. */
    private void sample(byte[] body, ExpositionParser parser, Walk walk, long atMillis)
            throws StoredLabels.Refused, LimitExceeded {
        var entry = parser.entry();
        walk.scraped++;
        var labels = stored.of(body, entry);
        if (labels == null) {
            return;
        }
        boolean timed = entry.hasTimestamp() && target.honorTimestamps();
        long time = timed ? entry.timestampMs() : atMillis;
        walk.kept++;
        if (!walk.moments.add(new Sample(labels, 0, time))) {
            return; // the second of two samples of a series at one moment is not stored
        }
        long most = target.limits().samples();
        if (most > 0 && walk.samples.size() == most) {
            walk.overLimit = true;
            return;
        }
        walk.samples.add(new Sample(labels, entry.value(), time));
        if (!timed || target.trackTimestampsStaleness()) {
            walk.tracked.add(labels);
        }
        var text = new String(
                body, entry.seriesStart(), entry.seriesEnd() - entry.seriesStart(), StandardCharsets.ISO_8859_1);
        if (walk.texts.add(text) && !known.contains(text) && !walk.overLimit) {
            walk.added++;
        }
    }

    private void endAll(long atMillis) {
        live.forEach(labels -> end(labels, atMillis));
        live = Set.of();
    }

    private void end(Labels labels, long atMillis) {
        consumer.accept(Sample.stale(labels, atMillis));
    }

    private void report(boolean up, Duration took, Walk walk, long atMillis) {
        var values = List.<Number>of(up ? 1 : 0, took.toNanos() / 1e9, walk.scraped, walk.kept, walk.added);
        for (int i = 0; i < values.size(); i++) {
            consumer.accept(new Sample(own(AUTOMATIC.get(i)), values.get(i).doubleValue(), atMillis));
        }
        scrapedBefore = true;
    }

    private Labels own(String name) {
        return target.labels().edit().set("__name__", name).build();
    }
}
