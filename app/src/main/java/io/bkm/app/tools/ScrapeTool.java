package io.bkm.app.tools;

import com.typesafe.config.ConfigFactory;
import io.bkm.streams.fetch.FetchSettings;
import io.bkm.streams.fetch.HttpFetcher;
import io.bkm.streams.gse.GsePacket;
import io.bkm.streams.gse.Outlet;
import io.bkm.streams.labels.Labels;
import io.bkm.streams.pipeline.GsePipeline;
import io.bkm.streams.pipeline.PipelineCounters;
import io.bkm.streams.pipeline.PipelineSettings;
import io.bkm.streams.pipeline.SamplePipeline;
import io.bkm.streams.scrape.ScrapeEngine;
import io.bkm.streams.scrape.ScrapeOutcome.Failed;
import io.bkm.streams.scrape.ScrapeOutcome.Scraped;
import io.bkm.streams.scrape.ScrapeSettings;
import io.bkm.streams.scrape.Scraping.Admission;
import io.bkm.streams.scrape.Scraping.EndpointOutcome;
import io.bkm.streams.scrape.TargetPipeline;
import io.bkm.streams.scrape.TimeSource;
import io.bkm.streams.targets.Endpoint;
import io.bkm.streams.targets.GseRoute;
import io.bkm.streams.targets.Limits;
import io.bkm.streams.targets.Target;
import java.io.PrintStream;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/** {@code bkm tool scrape}: one scrape with the product's own client and pipelines. */
public final class ScrapeTool {

    private ScrapeTool() {}

    /** How what was scraped is printed. */
    public enum Form {
        samples,
        packets
    }

    /** What the command line says. */
    public record Request(String url, Form form, Duration timeout, long dataId) {}

    /**
     * Scrapes once and prints a JSON line for each sample or packet.
     *
     * @return 0 when the scrape was good, else 1, with the reason on {@code err}
     */
    public static int run(Request request, PrintStream out, PrintStream err) throws InterruptedException {
        var config = ConfigFactory.load();
        var fetchSettings = FetchSettings.from(config);
        var buffers = fetchSettings.createBuffers();
        var endpoint = Endpoint.of(request.url(), request.timeout(), request.timeout());
        var outcome = new CompletableFuture<EndpointOutcome>();
        try (var fetcher = HttpFetcher.create(fetchSettings, buffers);
                var engine = new ScrapeEngine(
                        ScrapeSettings.from(config),
                        fetcher,
                        buffers,
                        pipelines(request, PipelineSettings.from(config.getConfig("bkm.pipeline")), out),
                        printing(out),
                        TimeSource.SYSTEM);
                var scrape = engine.open(endpoint, List.of(target(request)))) {
            if (scrape.scrape(System.currentTimeMillis(), outcome::complete) != Admission.STARTED) {
                throw new IllegalStateException("the scrape was not started");
            }
            return switch (outcome.join().byTarget().getFirst()) {
                case Scraped _ -> 0;
                case Failed failed -> {
                    err.println("bkm: " + failed.reason().label() + ": " + failed.detail());
                    yield 1;
                }
            };
        }
    }

    private static Function<Target, TargetPipeline> pipelines(
            Request request, PipelineSettings settings, PrintStream out) {
        return switch (request.form()) {
            case packets -> GsePipeline.factory(settings, new PipelineCounters(), 1);
            case samples -> target -> new SamplePipeline(target, sample -> out.println(sample.toJson()));
        };
    }

    private static Outlet printing(PrintStream out) {
        return new Outlet() {
            @Override
            public boolean open() {
                return true;
            }

            @Override
            public void put(GsePacket packet) {
                out.println("{\"dataid\":" + packet.dataId() + ",\"time\":" + packet.timeSeconds() + ",\"type\":\""
                        + packet.type().text() + "\",\"data\":["
                        + packet.items().utf8String() + "]}");
            }
        };
    }

    /** As Prometheus would make it of a static configuration. */
    private static Target target(Request request) {
        var uri = URI.create(request.url());
        var labels = Labels.of("job", "scrape", "instance", String.valueOf(uri.getRawAuthority()));
        var route = new GseRoute(request.dataId(), Labels.EMPTY, 0, false, Map.of(), Map.of());
        return new Target("scrape", labels, false, true, false, List.of(), Limits.NONE, null, route);
    }
}
