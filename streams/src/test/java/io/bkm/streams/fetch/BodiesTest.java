package io.bkm.streams.fetch;

import static io.bkm.streams.fetch.FetchHarness.endpoint;
import static io.bkm.streams.fetch.ScriptedServer.answering;
import static org.assertj.core.api.Assertions.assertThat;

import io.bkm.streams.fetch.FetchResult.Reason;
import io.bkm.streams.targets.Endpoint;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(30)
class BodiesTest {

    private static final String OK = "HTTP/1.1 200 OK\r\n";
    private static final String CHUNKED = OK + "Transfer-Encoding: chunked\r\n\r\n";

    private FetchHarness harness = FetchHarness.withDefaults();

    @AfterEach
    void close() {
        harness.close();
    }

    @Test
    void aBodyOfKnownLength() throws IOException {
        var got = fetch(OK + "Content-Type: text/plain; version=0.0.4\r\nContent-Length: 5\r\n\r\nup 1\n");

        assertThat(got.body()).isEqualTo("up 1\n");
        assertThat(got.contentType()).isEqualTo("text/plain; version=0.0.4");
        assertThat(got.fetched().wireBytes()).isEqualTo(5);
    }

    @Test
    void anEmptyBody() throws IOException {
        var got = fetch(OK + "Content-Length: 0\r\n\r\n");

        assertThat(got.fetched().wireBytes()).isZero();
        assertThat(got.contentType()).isEmpty();
        assertThat(got.body()).isEmpty();
    }

    @Test
    void aBodyThatEndsWithTheConnection() throws IOException {
        assertThat(fetch("HTTP/1.0 200 OK\r\n\r\nup 1\n").body()).isEqualTo("up 1\n");
        assertThat(fetch(OK + "\r\nup 1\n").body()).isEqualTo("up 1\n");
    }

    @Test
    void aLargeBodyGrowsTheBuffer() throws IOException {
        var body = noise(1_000_000);

        assertThat(fetch(OK + "\r\n" + body).body()).isEqualTo(body);
        assertThat(fetch(OK + "Content-Length: 1000000\r\n\r\n" + body).body()).isEqualTo(body);
    }

    @Test
    void aChunkedBody() throws IOException {
        assertThat(fetch(CHUNKED + "3\r\nup \r\n2\r\n1\n\r\n0\r\n\r\n").body()).isEqualTo("up 1\n");
    }

    @Test
    void aChunkedBodyWithExtensionsTrailersAndLeadingZeros() throws IOException {
        var got = fetch(
                CHUNKED + "0003;name=\"v;x\"\r\nup \r\n2 ;last\r\n1\n\r\n000;x\r\nExpires: never\r\nX: y\r\n\r\n");

        assertThat(got.body()).isEqualTo("up 1\n");
        assertThat(got.fetched().wireBytes()).isEqualTo(5);
    }

    @Test
    void aChunkedBodyWithBareLineFeeds() throws IOException {
        assertThat(fetch(CHUNKED + "5\nup 1\n\n0\n\n").body()).isEqualTo("up 1\n");
    }

    @Test
    void chunksThatAreLargerThanAnyBuffer() throws IOException {
        var body = noise(300_000);
        var hex = Integer.toHexString(150_000);

        var got = fetch(CHUNKED + hex + "\r\n" + body.substring(0, 150_000) + "\r\n" + hex + "\r\n"
                + body.substring(150_000) + "\r\n0\r\n\r\n");

        assertThat(got.body()).isEqualTo(body);
    }

    @Test
    void aChunkedBodyInSingleBytes() throws IOException {
        try (var server = ScriptedServer.start(peer -> {
            peer.request();
            for (byte b : (CHUNKED + "2\r\nup\r\n3\r\n 1\n\r\n0\r\n\r\n").getBytes(StandardCharsets.US_ASCII)) {
                peer.send(new byte[] {b});
            }
        })) {
            assertThat(harness.fetch(server.url("/")).body()).isEqualTo("up 1\n");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a size that is no number    | xyz;up 1     | a chunk size that is no hexadecimal number",
                "no size                     | ;up 1        | a chunk size that is no hexadecimal number",
                "a negative size             | -3;up        | a chunk size that is no hexadecimal number",
                "a size beyond all measure   | ffffffffffffffff;u | a chunk size that is no hexadecimal number",
                "text behind the size        | 3 up;up      | a chunk size that is no hexadecimal number",
                "more than the size          | 2;up 1;0;;   | a chunk longer than its size",
            })
    void aChunkedBodyWith(String what, String lines, String detail) throws IOException {
        fetchFails(CHUNKED + lines.replace(";", "\r\n"), Reason.BODY, "chunked body with " + detail);
    }

    @Test
    void trailersWithoutEnd() throws IOException {
        fetchFails(
                CHUNKED + "0\r\n" + "Trailer: x\r\n".repeat(2000),
                Reason.BODY,
                "chunked body with trailers larger than 8192 bytes");
        fetchFails(
                CHUNKED + "0\r\n" + "x".repeat(20_000), Reason.BODY, "chunked body with a line longer than 8192 bytes");
    }

    @Test
    void bodiesThatBreakOff() throws IOException {
        fetchFails(OK + "Content-Length: 6\r\n\r\nup", Reason.BODY, "body ended after 2 of 6 bytes");
        var chunked = "chunked body ended after 2 bytes, before its last chunk";
        fetchFails(CHUNKED + "5\r\nup", Reason.BODY, chunked);
        fetchFails(CHUNKED + "2\r\nup", Reason.BODY, chunked);
        fetchFails(CHUNKED + "2\r\nup\r\n", Reason.BODY, chunked);
        fetchFails(CHUNKED + "2\r\nup\r\n0\r\n", Reason.BODY, chunked);
    }

    @Test
    void aChunkedBodyHasNoOtherLength() throws IOException {
        assertThat(fetch(OK + "Content-Length: 3\r\nTransfer-Encoding: Chunked\r\n\r\n5\r\nup 1\n\r\n0\r\n\r\n")
                        .body())
                .isEqualTo("up 1\n");
        assertThat(fetch("HTTP/1.0 200 OK\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\nup 1\n")
                        .body())
                .isEqualTo("up 1\n");
    }

    @Test
    void framingThatCannotBeTrusted() throws IOException {
        fetchFails(
                OK + "Transfer-Encoding: gzip, chunked\r\n\r\n",
                Reason.BODY,
                "transfer encoding \"gzip, chunked\" (expected: chunked)");
        fetchFails(OK + "Content-Length: 5\r\nContent-Length: 6\r\n\r\nup 1\n", Reason.BODY, "content lengths 5 and 6");
        fetchFails(OK + "Content-Length: -1\r\n\r\n", Reason.BODY, "content length \"-1\" (expected: a number)");
        fetchFails(
                OK + "Content-Length: 99999999999999999999\r\n\r\n",
                Reason.BODY,
                "content length \"99999999999999999999\" (expected: a number)");
        assertThat(fetch(OK + "Content-Length: 5\r\nContent-Length: 5\r\n\r\nup 1\n")
                        .body())
                .isEqualTo("up 1\n");
    }

    @Test
    void gzipWithALength() throws IOException {
        var zipped = gzip("up 1\n");

        var got = fetch(gzipped("Content-Length: " + zipped.length, zipped));

        assertThat(got.body()).isEqualTo("up 1\n");
        assertThat(got.fetched().wireBytes()).isEqualTo(zipped.length);
    }

    @Test
    void gzipChunkedAndUntilClose() throws IOException {
        var body = noise(200_000);
        var zipped = gzip(body);
        var chunk = Integer.toHexString(zipped.length) + "\r\n";

        assertThat(fetch(gzipped("X: y", zipped)).body()).isEqualTo(body);
        assertThat(fetch(join(gzipped("Transfer-Encoding: chunked", new byte[0]), chunk, zipped, "\r\n0\r\n\r\n"))
                        .body())
                .isEqualTo(body);
    }

    @Test
    void gzipOfSeveralMembers() throws IOException {
        assertThat(fetch(gzipped("X: y", join(gzip("up"), gzip(""), gzip(" 1\n"))))
                        .body())
                .isEqualTo("up 1\n");
    }

    @Test
    void gzipWithAllOptionalFields() throws IOException {
        var plain = gzip("up 1\n");
        var fields = new byte[] {2 | 4 | 8 | 16, 0, 0, 0, 0, 0, 3, 3, 0, 'x', 'y', 'z', 'n', 0, 'c', 0, 1, 2};

        var whole = join(Arrays.copyOf(plain, 3), fields, Arrays.copyOfRange(plain, 10, plain.length));

        assertThat(fetch(gzipped("X: y", whole)).body()).isEqualTo("up 1\n");
    }

    @Test
    void gzipThatWasNotAskedForIsReadAllTheSame() throws IOException {
        try (var server = ScriptedServer.start(answering(gzipped("X: y", gzip("up 1\n"))))) {
            var plain = endpoint(server.url("/"));
            var identity = new Endpoint(
                    plain.url(),
                    plain.interval(),
                    plain.timeout(),
                    plain.acceptedFormats(),
                    true,
                    false,
                    null,
                    null,
                    null);

            assertThat(harness.fetch(identity).body()).isEqualTo("up 1\n");
            assertThat(server.requests().getFirst()).contains("\r\nAccept-Encoding: identity\r\n");
        }
    }

    @Test
    void gzipThatIsBroken() throws IOException {
        var good = gzip("up 1\n");
        var badSum = good.clone();
        badSum[good.length - 8]++;
        var badSize = good.clone();
        badSize[good.length - 4]++;
        var badData = good.clone();
        badData[10] = 7;

        fetchFails(gzipped("X: y", badSum), Reason.BODY, "gzip body with a wrong check sum");
        fetchFails(gzipped("X: y", badSize), Reason.BODY, "gzip body with a wrong check sum");
        fetchFails(gzipped("X: y", badData), Reason.BODY, "gzip body with invalid block type");
        fetchFails(gzipped("X: y", join("up 1\n")), Reason.BODY, "gzip body with no gzip header");
        fetchFails(gzipped("X: y", join(good, "rest")), Reason.BODY, "gzip body with something else behind it");
        for (int length : new int[] {0, 2, 9, 12, good.length - 9, good.length - 1}) {
            fetchFails(
                    gzipped("X: y", Arrays.copyOf(good, length)),
                    Reason.BODY,
                    "gzip body ended after " + length + " bytes, before its end");
        }
    }

    @Test
    void anEncodingThatWeDoNotKnow() throws IOException {
        fetchFails(
                OK + "Content-Encoding: br\r\n\r\nx",
                Reason.BODY,
                "content encoding \"br\" (expected: gzip or identity)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Content-Length: 101", "X: y"})
    void aBodyBeyondTheLimit(String header) throws IOException {
        try (var server = ScriptedServer.start(
                answering(OK + header + "\r\n\r\n" + noise(101)), answering(OK + "\r\n" + noise(100)))) {
            var client = harness.open(endpoint(server.url("/")));

            harness.fetch(client, 100)
                    .failedWith(Reason.BODY_SIZE_LIMIT, "127.0.0.1:" + server.port() + ": body larger than 100 bytes");
            assertThat(harness.fetch(client, 100).body()).hasSize(100);
        }
    }

    @Test
    void aGzipBombTakesNoMoreMemoryThanTheLimit() throws IOException {
        var bomb = gzip("0".repeat(200 << 20));
        assertThat(bomb.length).isLessThan(1 << 20);
        harness.close();
        harness = new FetchHarness("bkm.fetch.buffer-memory = 8 MiB", Map.of());

        fetchFails(gzipped("X: y", bomb), Reason.BODY_SIZE_LIMIT, "body larger than " + FetchHarness.LIMIT + " bytes");
    }

    @Test
    void emptyGzipMembersWithoutEndAreABombToo() throws IOException {
        var nothing = gzip("");
        var many = new ByteArrayOutputStream();
        while (many.size() <= FetchHarness.LIMIT) {
            many.writeBytes(nothing);
        }

        fetchFails(
                gzipped("X: y", many.toByteArray()),
                Reason.BODY_SIZE_LIMIT,
                "body larger than " + FetchHarness.LIMIT + " bytes");
    }

    @Test
    void aBodyForWhichThereIsNoMemory() throws IOException {
        harness.close();
        harness = new FetchHarness("bkm.fetch.buffer-memory = 1 MiB", Map.of());

        var detail = "no memory for the body (bkm.fetch.buffer-memory is used up)";
        fetchFails(OK + "\r\n" + noise(1 << 20), Reason.BODY, detail);
        fetchFails(OK + "Content-Length: 2000000\r\n\r\n", Reason.BODY, detail);
    }

    private FetchHarness.Got fetch(String response) throws IOException {
        return fetch(response.getBytes(StandardCharsets.ISO_8859_1));
    }

    private FetchHarness.Got fetch(byte[] response) throws IOException {
        try (var server = ScriptedServer.start(answering(response))) {
            return harness.fetch(server.url("/metrics"));
        }
    }

    private void fetchFails(String response, Reason reason, String detail) throws IOException {
        fetchFails(response.getBytes(StandardCharsets.ISO_8859_1), reason, detail);
    }

    private void fetchFails(byte[] response, Reason reason, String detail) throws IOException {
        try (var server = ScriptedServer.start(answering(response))) {
            harness.fetch(server.url("/metrics")).failedWith(reason, "127.0.0.1:" + server.port() + ": " + detail);
        }
    }

    private static byte[] gzipped(String header, byte[] body) {
        return join(OK + "Content-Encoding: gzip\r\n" + header + "\r\n\r\n", body);
    }

    private static byte[] gzip(String text) throws IOException {
        var out = new ByteArrayOutputStream();
        try (var zip = new GZIPOutputStream(out)) {
            zip.write(text.getBytes(StandardCharsets.ISO_8859_1));
        }
        return out.toByteArray();
    }

    private static byte[] join(Object... parts) {
        var out = new ByteArrayOutputStream();
        for (var part : parts) {
            out.writeBytes(
                    part instanceof byte[] bytes ? bytes : part.toString().getBytes(StandardCharsets.ISO_8859_1));
        }
        return out.toByteArray();
    }

    /** Printable text that does not compress well. */
    private static String noise(int length) {
        var random = new Random(42);
        var text = new StringBuilder(length);
        for (int i = 0; i < length; i++) {
            text.append((char) (' ' + random.nextInt(95)));
        }
        return text.toString();
    }
}
