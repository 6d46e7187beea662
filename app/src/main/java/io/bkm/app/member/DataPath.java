package io.bkm.app.member;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.bkm.actors.joins.JoinSettings;
import io.bkm.actors.joins.PodStore;
import io.bkm.streams.fetch.FetchSettings;
import io.bkm.streams.fetch.HttpFetcher;
import io.bkm.streams.gse.GseCounters;
import io.bkm.streams.gse.GseOutlet;
import io.bkm.streams.gse.GseSettings;
import io.bkm.streams.gse.GseSink;
import io.bkm.streams.memory.Heap;
import io.bkm.streams.pipeline.GsePipeline;
import io.bkm.streams.pipeline.MemoryBounds;
import io.bkm.streams.pipeline.PipelineCounters;
import io.bkm.streams.pipeline.PipelineSettings;
import io.bkm.streams.scrape.ExtraFetch;
import io.bkm.streams.scrape.ExtraFetchSettings;
import io.bkm.streams.scrape.ScrapeEngine;
import io.bkm.streams.scrape.ScrapeSettings;
import io.bkm.streams.scrape.TimeSource;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * From the wheel to the agent's socket. It has an actor system of its own for its streams, so that it goes on while the
 * member leaves one cluster and joins the next.
 */
final class DataPath implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(DataPath.class);
    /** Beyond the drain timeout of the sink: for what is left to end by itself. */
    private static final Duration END_MARGIN = Duration.ofSeconds(5);

    private final ActorSystem<Void> system;
    private final PipelineCounters pipelines = new PipelineCounters();
    private final PodStore pods;
    private final GseCounters gse;
    private final GseOutlet outlet;
    private final Duration drainTimeout;
    private final HttpFetcher fetcher;
    private final ScrapeEngine engine;
    private final ExtraFetch extra;

    private DataPath(Config config) {
        var gseSettings = GseSettings.from(config);
        var scrapeSettings = ScrapeSettings.from(config);
        var fetchSettings = FetchSettings.from(config);
        var pipelineSettings = PipelineSettings.from(config.getConfig("bkm.pipeline"));
        MemoryBounds.check(Heap.ofThisJvm(), scrapeSettings, fetchSettings, pipelineSettings, gseSettings);
        pods = new PodStore(JoinSettings.from(config), InstantSource.system());
        system = ActorSystem.create(Behaviors.empty(), "bkm-data", systemConfig(config));
        gse = new GseCounters(gseSettings.maxDataIds());
        drainTimeout = gseSettings.drainTimeout();
        outlet = GseSink.create(gseSettings, gse).run(system);
        var buffers = fetchSettings.createBuffers();
        fetcher = HttpFetcher.create(fetchSettings, buffers);
        int idleBenches =
                Math.min(scrapeSettings.maxInFlight(), 2 * Runtime.getRuntime().availableProcessors());
        var factory = GsePipeline.factory(pipelineSettings, pipelines, idleBenches, pods);
        extra = new ExtraFetch(ExtraFetchSettings.from(config), fetcher, buffers);
        engine = new ScrapeEngine(scrapeSettings, fetcher, buffers, factory, outlet, TimeSource.SYSTEM);
    }

    static DataPath start(Config config) {
        var path = new DataPath(config);
        path.engine.start();
        return path;
    }

    /** No cluster, no port: streams and an HTTP server alone. */
    private static Config systemConfig(Config config) {
        return ConfigFactory.parseString("pekko.actor.provider = local").withFallback(config);
    }

    ActorSystem<Void> system() {
        return system;
    }

    ScrapeEngine engine() {
        return engine;
    }

    /** What samples are told of pods. */
    PodStore pods() {
        return pods;
    }

    /** Fetches beside the scrapes. */
    ExtraFetch extra() {
        return extra;
    }

    PipelineCounters pipelines() {
        return pipelines;
    }

    GseCounters gse() {
        return gse;
    }

    /** No scrape is begun any more; what waits is written for as long as the settings allow. */
    @Override
    public void close() {
        engine.close();
        fetcher.close();
        try {
            var _ = outlet.shutdown()
                    .toCompletableFuture()
                    .get(drainTimeout.plus(END_MARGIN).toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException late) {
            log.atWarn().log("the sink did not end in time");
        } catch (ExecutionException failure) {
            log.atError().setCause(failure.getCause()).log("the sink failed");
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        system.terminate();
    }
}
