package io.bkm.streams.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Whatever a server sends is read to an end or is a failure; it never breaks the reader, nor takes more than its limit. */
class MangledResponsesTest {

    private static final int LIMIT = 64 * 1024;

    private final BodyBuffers buffers = new BodyBuffers(1 << 20, 1 << 20);
    private final Inflaters inflaters = new Inflaters();
    private final BodyReader bodies = new BodyReader(buffers, inflaters);

    @AfterEach
    void close() {
        inflaters.close();
    }

    @Test
    void neverBreakTheReader() throws IOException {
        var good = List.of(
                bytes("HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 5\r\n\r\nup 1\n"),
                bytes(
                        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3;x=y\r\nup \r\n2\r\n1\n\r\n0\r\nT: r\r\n\r\n"),
                bytes("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.0 200 OK\r\nConnection: keep-alive\r\n\r\nup 1\n"),
                gzipped());
        int whole = 0;
        for (int seed = 0; seed < 20_000; seed++) {
            var random = new Random(seed);
            var response = mangled(good.get(seed % good.size()), random);
            if (read(new Pieces(response, random))) {
                whole++;
            }
            assertThat(buffers.lentBytes()).as("seed %d", seed).isZero();
        }

        assertThat(whole).as("responses that were still good").isBetween(2_000, 18_000);
    }

    private boolean read(InputStream in) {
        var buffer = new byte[256];
        var wire = new WireInput(in, () -> buffer);
        try (var body = Objects.requireNonNull(buffers.tryTake(0))) {
            var head = ResponseHead.read(wire, 256);
            var wireBytes = bodies.read(head, BodySource.of(head, wire), body, LIMIT);
            assertThat(body.length()).isLessThanOrEqualTo(LIMIT);
            assertThat(wireBytes).isBetween(0L, (long) LIMIT);
            return true;
        } catch (IOException | FetchFailure expected) {
            return false;
        }
    }

    private static byte[] mangled(byte[] good, Random random) {
        var bytes = good.clone();
        int changes = random.nextInt(4);
        for (int i = 0; i < changes; i++) {
            int at = random.nextInt(bytes.length);
            switch (random.nextInt(3)) {
                case 0 -> bytes[at] = (byte) random.nextInt(256);
                case 1 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
                default -> bytes[at] = bytes[random.nextInt(bytes.length)];
            }
        }
        return random.nextInt(8) == 0 ? java.util.Arrays.copyOf(bytes, random.nextInt(bytes.length)) : bytes;
    }

    private static byte[] gzipped() throws IOException {
        var body = new ByteArrayOutputStream();
        try (var zip = new GZIPOutputStream(body)) {
            zip.write(bytes("up 1\n".repeat(20)));
        }
        var response = new ByteArrayOutputStream();
        response.writeBytes(bytes("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n"));
        response.writeBytes(body.toByteArray());
        return response.toByteArray();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    /** Gives what a socket might: at each read some of it. */
    private static final class Pieces extends ByteArrayInputStream {

        private final Random random;

        Pieces(byte[] bytes, Random random) {
            super(bytes);
            this.random = random;
        }

        @Override
        public synchronized int read(byte[] into, int from, int count) {
            return super.read(into, from, Math.min(count, 1 + random.nextInt(40)));
        }
    }
}
