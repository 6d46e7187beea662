package io.bkm.loadtest;

import io.bkm.streams.exposition.Entry;
import io.bkm.streams.exposition.ExpositionParser;
import io.bkm.streams.exposition.ExpositionParser.Kind;
import io.bkm.streams.exposition.OpenMetricsParser;
import io.bkm.streams.exposition.TextParser;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
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
 * A full parse, every name, label and value placed: time a sample, and with {@code -prof gc} bytes allocated a sample
 * ({@code gc.alloc.rate.norm}), which must be 0.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@OperationsPerInvocation(ParseBenchmark.SAMPLES)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 8, time = 1)
@Fork(1)
public class ParseBenchmark {

    static final int SAMPLES = 10_000;

    @Param({"node", "ksm", "cadvisor", "hist", "mix"})
    public String kind = "";

    private final TextParser text = new TextParser();
    private final OpenMetricsParser openMetrics = new OpenMetricsParser(true);
    private byte[] textBody = new byte[0];
    private byte[] openMetricsBody = new byte[0];

    @Setup(Level.Trial)
    public void makeBodies() {
        textBody = Expositions.of(kind, SAMPLES);
        byte[] end = "# EOF\n".getBytes(StandardCharsets.UTF_8);
        openMetricsBody = Arrays.copyOf(textBody, textBody.length + end.length);
        System.arraycopy(end, 0, openMetricsBody, textBody.length, end.length);
        System.out.printf("%n# %s: %d bytes a sample%n", kind, textBody.length / SAMPLES);
    }

    @Benchmark
    public long text() {
        return parse(text, textBody);
    }

    @Benchmark
    public long openMetrics() {
        return parse(openMetrics, openMetricsBody);
    }

    private static long parse(ExpositionParser parser, byte[] body) {
        parser.reset(body, 0, body.length);
        Entry entry = parser.entry();
        long sum = 0;
        int samples = 0;
        Kind kind = parser.next();
        while (kind != Kind.END) {
            if (kind == Kind.SERIES) {
                samples++;
                sum += Double.doubleToRawLongBits(entry.value()) + entry.seriesEnd();
                for (int i = 0; i < entry.labelCount(); i++) {
                    sum += entry.labelNameEnd(i) + entry.labelValueEnd(i);
                }
            } else if (kind == Kind.MALFORMED) {
                throw new IllegalStateException(parser.malformed().toString());
            }
            kind = parser.next();
        }
        if (samples != SAMPLES) {
            throw new IllegalStateException(samples + " samples (expected: " + SAMPLES + ")");
        }
        return sum;
    }
}
