package io.bkm.streams.pipeline;

import io.bkm.streams.gse.GsePacket;
import io.bkm.streams.gse.Outlet;
import io.bkm.streams.joins.PodTable;
import io.bkm.streams.labels.Labels;
import io.bkm.streams.pipeline.SeriesPlanner.LimitExceeded;
import io.bkm.streams.scrape.Exposition;
import io.bkm.streams.scrape.ScrapeOutcome;
import io.bkm.streams.scrape.ScrapeOutcome.Failed;
import io.bkm.streams.scrape.ScrapeOutcome.Reason;
import io.bkm.streams.scrape.ScrapeOutcome.Scraped;
import io.bkm.streams.scrape.TargetPipeline;
import io.bkm.streams.targets.GseRoute;
import io.bkm.streams.targets.Target;
import java.time.Duration;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The pipeline of a target whose samples go to GSE: packets of items (specs/bkmonitor-operator.md 9.9), then the self
 * metrics of the scrape and its gather-up packet (9.7). A broken line costs itself, and the scrape its health.
 *
 * <p>A target that no DataID matches is read all the same, for its health and its counts; nothing leaves.
 */
public final class GsePipeline implements TargetPipeline {

    private final Target target;
    private final PipelineSettings settings;
    private final PipelineCounters counters;
    private final Workbench.Pool benches;
    private final GroupLabels group;
    private final @Nullable PodLabels pods;
    private final SeriesPlanner planner;
    private SeriesProgram program = SeriesProgram.EMPTY;

    private GsePipeline(
            Target target,
            PodTable table,
            PipelineSettings settings,
            PipelineCounters counters,
            Workbench.Pool benches) {
        this.target = target;
        this.settings = settings;
        this.counters = counters;
        this.benches = benches;
        group = new GroupLabels(dimensions(target));
        var join = target.gse() == null ? null : target.gse().join();
        pods = join == null ? null : new PodLabels(join, table);
        planner = new SeriesPlanner(target, group, pods);
    }

    /**
     * Makes the pipelines of a member. They share their buffers, of which {@code mostIdle} are kept.
     *
     * @param table what is known of pods, for targets whose samples are told of it
     */
    public static Function<Target, TargetPipeline> factory(
            PipelineSettings settings, PipelineCounters counters, int mostIdle, PodTable table) {
        var benches = new Workbench.Pool(mostIdle);
        return target -> new GsePipeline(target, table, settings, counters, benches);
    }

    /** Those of a tool, which knows of no pods. */
    public static Function<Target, TargetPipeline> factory(
            PipelineSettings settings, PipelineCounters counters, int mostIdle) {
        return factory(settings, counters, mostIdle, PodTable.EMPTY);
    }

    /** The target's labels and what DataID and monitor add; these win. */
    private static Labels dimensions(Target target) {
        GseRoute route = target.gse();
        if (route == null) {
            return target.labels();
        }
        var all = target.labels().edit();
        route.dimensions().forEach(all::set);
        return all.build();
    }

    @Override
    public ScrapeOutcome accept(Exposition body, long scheduledAtMillis, Duration took, Outlet outlet)
            throws InterruptedException {
        long most = target.limits().bodySize();
        if (most > 0 && body.length() > most) {
            var detail = "body of " + body.length() + " bytes (expected: at most " + most + ")";
            return fail(new Failed(Reason.BODY_SIZE_LIMIT, detail, took), scheduledAtMillis, outlet);
        }
        if (pods != null && !pods.begin()) {
            return new Failed(Reason.PODS_UNKNOWN, "what its samples are told of pods is still to come", took);
        }
        long handlingSince = System.nanoTime();
        var bench = benches.borrow();
        try {
            var scrape = scrape(bench, outlet, scheduledAtMillis, body);
            scrape.walk();
            program = scrape.next();
            if (pods != null && !pods.done(program)) {
                program = SeriesProgram.EMPTY;
            }
            var malformed = scrape.firstMalformed();
            var failed = malformed == null
                    ? null
                    : new Failed(Reason.MALFORMED, scrape.malformed() + " malformed lines, " + malformed, took);
            selfMetrics(scrape, body.length(), took, handlingSince, failed);
            scrape.release();
            return failed != null
                    ? failed
                    : new Scraped(scrape.scraped(), scrape.kept(), scrape.added(), body.length(), took);
        } catch (LimitExceeded exceeded) {
            var reason = exceeded.isSampleLimit() ? Reason.SAMPLE_LIMIT : Reason.LABEL_LIMIT;
            bench.items.setLength(0);
            return fail(new Failed(reason, exceeded.detail(), took), scheduledAtMillis, outlet);
        } finally {
            benches.giveBack(bench);
        }
    }

    @Override
    public ScrapeOutcome fail(Failed failed, long scheduledAtMillis, Outlet outlet) throws InterruptedException {
        var bench = benches.borrow();
        try {
            var scrape = scrape(bench, outlet, scheduledAtMillis, new Exposition(GroupLabels.NONE, 0, ""));
            automaticSeries(scrape, failed.took(), failed);
            up(scrape, failed);
            gatherUp(scrape, failed);
            scrape.release();
            return failed;
        } finally {
            benches.giveBack(bench);
        }
    }

    /** GSE has no word for the end of a series. */
    @Override
    public void gone(long atMillis, Outlet outlet) {}

    private GseScrape scrape(Workbench bench, Outlet outlet, long scheduledAtMillis, Exposition body) {
        return new GseScrape(
                target, planner, pods, group, settings, counters, bench, outlet, scheduledAtMillis, body, program);
    }

    /** The series of the last good scrape. */
    SeriesProgram program() {
        return program;
    }

    /** In the order of the original, which appends them to the body. */
    private void selfMetrics(
            GseScrape scrape, int bodyBytes, Duration took, long handlingSince, @Nullable Failed failed)
            throws InterruptedException {
        own(scrape, "bkm_metricbeat_scrape_size_bytes", bodyBytes);
        own(scrape, "bkm_metricbeat_scrape_duration_seconds", seconds(took));
        own(scrape, "bkm_metricbeat_scrape_line", scrape.kept());
        automaticSeries(scrape, took, failed);
        up(scrape, failed);
        own(scrape, "bkm_metricbeat_handle_duration_seconds", (System.nanoTime() - handlingSince) / 1e9);
        gatherUp(scrape, failed);
    }

    /** Prometheus' series about a scrape, for those who want them over GSE too. */
    private void automaticSeries(GseScrape scrape, Duration took, @Nullable Failed failed) throws InterruptedException {
        if (settings.automaticSeries()) {
            own(scrape, "up", failed == null ? 1 : 0);
            own(scrape, "scrape_duration_seconds", seconds(took));
            own(scrape, "scrape_samples_scraped", scrape.scraped());
            own(scrape, "scrape_samples_post_metric_relabeling", scrape.kept());
            own(scrape, "scrape_series_added", scrape.added());
        }
    }

    private static double seconds(Duration took) {
        return took.toNanos() / 1e9;
    }

    private void own(GseScrape scrape, String metric, double value) throws InterruptedException {
        scrape.writer().own(metric, value, scrape.timestampMillis());
        scrape.added(1);
    }

    private void up(GseScrape scrape, @Nullable Failed failed) throws InterruptedException {
        var further = new JsonBuffer(64);
        GroupLabels.member(further, "code", code(failed));
        GroupLabels.member(further, "code_name", codeName(failed));
        GseRoute route = target.gse();
        if (route != null) {
            // The replacements see this sample as any other.
            route.dimensionReplace().forEach((from, to) -> {
                if (from.equals("code") || from.equals("code_name")) {
                    GroupLabels.member(further, to, from.equals("code") ? code(failed) : codeName(failed));
                }
            });
        }
        scrape.writer().own("bkm_metricbeat_endpoint_up", 1, scrape.timestampMillis(), further.copy(0));
        scrape.added(1);
    }

    /** A packet of its own that says how many packets the scrape came to, itself included. */
    private void gatherUp(GseScrape scrape, @Nullable Failed failed) throws InterruptedException {
        scrape.flush(GsePacket.Type.METRICBEAT);
        GseRoute route = target.gse();
        var further = new JsonBuffer(128);
        GroupLabels.member(further, "task_id", Long.toString(route == null ? 0 : route.taskId()));
        GroupLabels.member(further, "bk_collect_type", "metricbeat");
        GroupLabels.member(further, "bkm_up_code", code(failed));
        GroupLabels.member(further, "bkm_up_code_name", codeName(failed));
        scrape.writer().own("bkm_gather_up", scrape.packets() + 1, scrape.timestampMillis(), further.copy(0));
        scrape.added(1);
        scrape.flush(GsePacket.Type.STATUS);
    }

    private static String code(@Nullable Failed failed) {
        return failed == null ? "0" : Integer.toString(failed.reason().gseCode());
    }

    private static String codeName(@Nullable Failed failed) {
        return failed == null ? "Ok" : failed.reason().gseName();
    }
}
