package io.bkm.streams.scrape;

import io.bkm.streams.gse.Outlet;
import io.bkm.streams.scrape.ScrapeOutcome.Failed;
import io.bkm.streams.scrape.ScrapeOutcome.Reason;
import io.bkm.streams.targets.Target;
import java.time.Duration;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A target with its pipeline, whose bugs stay its own. One thread at a time uses it. */
final class PipedTarget {

    private static final Logger log = LoggerFactory.getLogger(PipedTarget.class);

    private interface Step {
        ScrapeOutcome with(TargetPipeline pipeline) throws InterruptedException;
    }

    private final Target target;
    private final Function<Target, TargetPipeline> pipelines;
    private TargetPipeline pipeline;
    private boolean bugLogged;

    PipedTarget(Target target, Function<Target, TargetPipeline> pipelines) {
        this.target = target;
        this.pipelines = pipelines;
        this.pipeline = pipelines.apply(target);
    }

    Target target() {
        return target;
    }

    /** The fetch was allowed what the largest limit of the endpoint's targets allows: this one's may be smaller. */
    ScrapeOutcome accept(Exposition body, long scheduledAtMillis, Duration took, Outlet outlet)
            throws InterruptedException {
        long limit = target.limits().bodySize();
        if (limit > 0 && body.length() > limit) {
            var detail = "body of " + body.length() + " bytes (expected: <= " + limit + ", bodySizeLimit)";
            return fail(new Failed(Reason.BODY_SIZE_LIMIT, detail, took), scheduledAtMillis, outlet);
        }
        return guarded(took, pipeline -> pipeline.accept(body, scheduledAtMillis, took, outlet));
    }

    ScrapeOutcome fail(Failed failed, long scheduledAtMillis, Outlet outlet) throws InterruptedException {
        return guarded(failed.took(), pipeline -> pipeline.fail(failed, scheduledAtMillis, outlet));
    }

    /** For whoever writes the end of series. Its bugs cost nobody anything any more. */
    void gone(long atMillis, Outlet outlet) throws InterruptedException {
        try {
            pipeline.gone(atMillis, outlet);
        } catch (RuntimeException bug) {
            logOnce(bug);
        }
    }

    /** What the broken pipeline kept between scrapes may be broken too: the next scrape begins with a new one. */
    private ScrapeOutcome guarded(Duration took, Step step) throws InterruptedException {
        try {
            return step.with(pipeline);
        } catch (RuntimeException bug) {
            logOnce(bug);
            pipeline = pipelines.apply(target);
            return new Failed(Reason.BUG, bug.toString(), took);
        }
    }

    private void logOnce(RuntimeException bug) {
        if (!bugLogged) {
            bugLogged = true;
            log.atError().setCause(bug).addKeyValue("monitor", target.pool()).log("pipeline of a target broke");
        }
    }
}
