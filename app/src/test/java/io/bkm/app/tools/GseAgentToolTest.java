package io.bkm.app.tools;

import static org.assertj.core.api.Assertions.assertThat;

import io.bkm.streams.gse.GseFrame;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.PrintStream;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.util.ByteString;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GseAgentToolTest {

    private static final String PACKET = """
            {"data":[{"dimension":{"a":"b"},"metrics":{"m":1},"timestamp":7000}],"dataid":5,"gseindex":3,"time":7,"type":"metricbeat"}""";

    @TempDir
    Path dir;

    @Test
    void printsALineForEachPacketAndCountsAtTheEnd() throws Exception {
        try (var tool = start("--socket", socket())) {
            tool.send(PACKET);
            assertThat(tool.line()).isEqualTo("""
                            {"dataid":5,"type":"metricbeat","samples":1,"gseindex":3,"bytes":122,"time":7,"sent":9}""");
            tool.send("{}");
            assertThat(tool.line()).isEqualTo("""
                            {"invalid":"dataid: missing (expected: 5)"}""");

            tool.endInput();

            assertThat(tool.line()).isEqualTo("""
                            {"counts":{"packets":1,"samples":1,"doubled":0,"invalid":1,"ignored":0,"connections":2,"torn":0,\
                            "dataids":[{"dataid":5,"packets":1,"samples":1,"bytes":122}]}}""");
            assertThat(tool.code().get(30, TimeUnit.SECONDS)).isZero();
        }
        assertThat(dir).isEmptyDirectory();
    }

    @Test
    void printsThePacketItselfWhenAsked() throws Exception {
        try (var tool = start("--socket", socket(), "--full")) {
            tool.send(PACKET);

            assertThat(tool.line()).endsWith(",\"sent\":9,\"packet\":" + PACKET + "}");
        }
    }

    @Test
    void hasNoTimeForAPacketThatHasNone() throws Exception {
        try (var tool = start("--socket", socket())) {
            tool.send(PACKET.replace("\"time\":7,", ""));

            assertThat(tool.line()).contains("\"time\":null");
        }
    }

    @Test
    void saysWhatIsWrongWithItsArguments() throws Exception {
        assertThat(refuse()).startsWith("--socket is missing\nusage: gse-agent --socket PATH");
        assertThat(refuse("--socket")).startsWith("--socket has no value\n");
        assertThat(refuse("--fast")).startsWith("unknown argument: --fast\n");
        assertThat(refuse("--socket", "s", "--agent-info", "[]")).startsWith("agent info: ARRAY");
    }

    @Test
    void saysWhyItCannotListen() throws Exception {
        var err = new ByteArrayOutputStream();

        int code = GseAgentTool.run(
                List.of("--socket", dir.resolve("no/such/folder").toString()),
                InputStream.nullInputStream(),
                new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8));

        assertThat(code).isEqualTo(1);
        assertThat(err.toString(StandardCharsets.UTF_8)).isNotBlank();
    }

    private String socket() {
        return dir.resolve("agent").toString();
    }

    private static String refuse(String... args) throws InterruptedException {
        var out = new ByteArrayOutputStream();
        var err = new ByteArrayOutputStream();
        int code = GseAgentTool.run(
                List.of(args),
                InputStream.nullInputStream(),
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8));
        assertThat(code).isEqualTo(2);
        assertThat(out.size()).isZero();
        return err.toString(StandardCharsets.UTF_8);
    }

    private Running start(String... args) throws IOException, InterruptedException {
        var input = new PipedOutputStream();
        var in = new PipedInputStream(input);
        var out = new Lines();
        var err = new Lines();
        var code = new CompletableFuture<Integer>();
        var _ = Thread.ofPlatform().daemon().start(() -> {
            try {
                code.complete(GseAgentTool.run(
                        List.of(args),
                        in,
                        new PrintStream(out, true, StandardCharsets.UTF_8),
                        new PrintStream(err, true, StandardCharsets.UTF_8)));
            } catch (InterruptedException | RuntimeException e) {
                code.completeExceptionally(e);
            }
        });
        assertThat(err.next()).startsWith("listening on ");
        return new Running(Path.of(socket()), input, out, code);
    }

    private record Running(Path socket, PipedOutputStream input, Lines lines, CompletableFuture<Integer> code)
            implements AutoCloseable {

        void send(String json) throws IOException {
            try (var connection = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
                var frame = new GseFrame.Dynamic(5, 9, List.of(), ByteString.fromString(json));
                var bytes = frame.encode().asByteBuffer();
                while (bytes.hasRemaining()) {
                    var _ = connection.write(bytes);
                }
            }
        }

        String line() throws InterruptedException {
            return lines.next();
        }

        void endInput() throws IOException {
            input.close();
        }

        @Override
        public void close() throws IOException {
            endInput();
            var _ = code.orTimeout(30, TimeUnit.SECONDS).join();
        }
    }

    /** What is written, line by line, whichever thread writes it. */
    private static final class Lines extends OutputStream {
        private final LinkedBlockingQueue<String> lines = new LinkedBlockingQueue<>();
        private final ByteArrayOutputStream line = new ByteArrayOutputStream();

        @Override
        public synchronized void write(int b) {
            if (b == '\n') {
                lines.add(line.toString(StandardCharsets.UTF_8));
                line.reset();
            } else {
                line.write(b);
            }
        }

        String next() throws InterruptedException {
            return String.valueOf(lines.poll(30, TimeUnit.SECONDS));
        }
    }
}
