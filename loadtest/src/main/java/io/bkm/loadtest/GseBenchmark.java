package io.bkm.loadtest;

import io.bkm.streams.gse.GsePacket;
import io.bkm.streams.gse.Outlet;
import io.bkm.streams.labels.Labels;
import io.bkm.streams.pipeline.GsePipeline;
import io.bkm.streams.pipeline.PipelineCounters;
import io.bkm.streams.pipeline.PipelineSettings;
import io.bkm.streams.scrape.Exposition;
import io.bkm.streams.scrape.ScrapeOutcome;
import io.bkm.streams.scrape.TargetPipeline;
import io.bkm.streams.targets.GseRoute;
import io.bkm.streams.targets.Limits;
import io.bkm.streams.targets.Target;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * From a body to GSE packets: time and, with {@code -prof gc}, bytes allocated a sample. {@code known} is the usual
 * scrape, whose series are those of the one before; {@code first} is the first scrape of a target.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@OperationsPerInvocation(ParseBenchmark.SAMPLES)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 8, time = 1)
@Fork(1)
public class GseBenchmark {

    private static final long NOW = 1_795_300_777_000L;
    private static final Duration TOOK = Duration.ofMillis(5);

    @Param({"node", "ksm", "cadvisor", "hist", "mix"})
    public String kind = "";

    private final Target target = new Target(
            "bench",
            Labels.of("namespace", "shop", "pod", "shop-0", "instance", "10.1.2.3:8080", "job", "shop"),
            false,
            true,
            false,
            List.of(),
            Limits.NONE,
            null,
            new GseRoute(1572865, Labels.of("bcs_cluster_id", "B", "bk_biz_id", "2"), 7, false, Map.of(), Map.of()));
    private final Function<Target, TargetPipeline> pipelines =
            GsePipeline.factory(new PipelineSettings(1024, false), new PipelineCounters(), 1);
    private final TargetPipeline pipeline = pipelines.apply(target);
    private final Discard outlet = new Discard();
    private byte[] body = new byte[0];

    @Setup(Level.Trial)
    public void makeBody() throws InterruptedException {
        body = Expositions.of(kind, ParseBenchmark.SAMPLES);
        var _ = known();
        System.out.printf(
                "%n# %s: %d bytes of exposition a sample, %d of items%n",
                kind, body.length / ParseBenchmark.SAMPLES, outlet.bytes / ParseBenchmark.SAMPLES);
    }

    @Benchmark
    public ScrapeOutcome known() throws InterruptedException {
        return pipeline.accept(new Exposition(body, body.length, "text/plain"), NOW, TOOK, outlet);
    }

    @Benchmark
    public ScrapeOutcome first() throws InterruptedException {
        return pipelines.apply(target).accept(new Exposition(body, body.length, "text/plain"), NOW, TOOK, outlet);
    }

    /** Takes everything at once. */
    private static final class Discard implements Outlet {

        private long bytes;

        @Override
        public boolean open() {
            return true;
        }

        @Override
        public void put(GsePacket packet) {
            bytes += packet.items().size();
        }
    }
}
