package io.bkm.streams.scrape;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.typesafe.config.ConfigFactory;
import io.bkm.streams.fetch.AnswerRoom;
import io.bkm.streams.fetch.BodyBuffers;
import io.bkm.streams.fetch.FetchResult;
import io.bkm.streams.fetch.FetchSettings;
import io.bkm.streams.fetch.Fetcher;
import io.bkm.streams.targets.Endpoint;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.stream.Collectors;
import org.apache.pekko.util.ByteString;
import org.junit.jupiter.api.Test;

class ExtraFetchTest {

    private static final Endpoint ENDPOINT =
            Endpoint.of("http://10.0.0.1/metrics", Duration.ofSeconds(1), Duration.ofMillis(10));

    private final BodyBuffers buffers = FetchSettings.from(ConfigFactory.load()).createBuffers();

    @Test
    void givesTheLinesThatAreSamples() throws InterruptedException {
        var extra = extra("# HELP a x\na 1\r\n\n  # b\n b{x=\"1\"} 2\nlast 3");

        assertThat(text(extra.fetch(ENDPOINT))).isEqualTo("a 1\r\nb{x=\"1\"} 2\nlast 3\n");
        assertThat(extra.counts()).isEqualTo(new ExtraFetch.Counts(1, 0));
        assertThat(buffers.lentBytes()).isZero();
    }

    @Test
    void cutsTheBodyBetweenLines() throws InterruptedException {
        var line = "metric{label=\"value\"} 1\n";
        var seen = extra(line.repeat(20_000)).fetch(ENDPOINT);

        assertThat(text(seen)).isEqualTo(line.repeat(20_000));
        assertThat(((ExtraFetch.Lines) seen).pieces()).hasSizeGreaterThan(5).allSatisfy(piece -> {
            assertThat(piece.size()).isLessThanOrEqualTo(SampleLines.PIECE);
            assertThat(piece.utf8String()).endsWith("\n").startsWith("metric{");
        });
    }

    @Test
    void cutsALineThatIsLongerThanAPiece() throws InterruptedException {
        var seen = extra("x".repeat(200_000) + "\nb 1\n").fetch(ENDPOINT);

        assertThat(text(seen)).isEqualTo("x".repeat(SampleLines.PIECE - 1) + "\nb 1\n");
    }

    @Test
    void saysWhyThereIsNoBody() throws InterruptedException {
        var extra = new ExtraFetch(
                new ExtraFetchSettings(10, 1),
                fetcher((_, _) ->
                        new FetchResult.Failed(FetchResult.Reason.HTTP_STATUS, "10.0.0.1:80: 404", Duration.ZERO)),
                buffers);

        assertThat(extra.fetch(ENDPOINT)).isEqualTo(new ExtraFetch.NotSeen("http_status: 10.0.0.1:80: 404"));
        assertThat(extra.counts()).isEqualTo(new ExtraFetch.Counts(0, 1));
    }

    @Test
    void fetchesNoMoreAtATimeThanAreTold() throws InterruptedException {
        var extra = extra("a 1\n");

        var first = (ExtraFetch.Lines) extra.fetch(ENDPOINT);
        var second = extra.fetch(ENDPOINT);
        first.close();
        first.close();

        assertThat(second).isInstanceOf(ExtraFetch.NotSeen.class);
        assertThat(extra.fetch(ENDPOINT)).isInstanceOf(ExtraFetch.Lines.class);
        assertThat(extra.fetch(ENDPOINT)).isInstanceOf(ExtraFetch.NotSeen.class);
    }

    @Test
    void hasExactlyTheKeysOfItsSection() {
        assertThat(ConfigFactory.load().getObject("bkm.extra-fetch").keySet())
                .containsExactlyInAnyOrder("max-body-size", "max-at-once");
        assertThat(ExtraFetchSettings.from(ConfigFactory.load())).isEqualTo(new ExtraFetchSettings(8 << 20, 1));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ExtraFetchSettings(0, 1))
                .withMessage("bkm.extra-fetch.max-body-size: 0 (expected: > 0)");
    }

    private ExtraFetch extra(String body) {
        return new ExtraFetch(
                new ExtraFetchSettings(8 << 20, 1),
                fetcher((_, room) -> {
                    var bytes = body.getBytes(StandardCharsets.UTF_8);
                    var buffer = enter(room);
                    assertThat(buffer.append(bytes, 0, bytes.length)).isTrue();
                    return new FetchResult.Fetched("text/plain", bytes.length, Duration.ZERO);
                }),
                buffers);
    }

    private static io.bkm.streams.fetch.BodyBuffer enter(AnswerRoom room) {
        try {
            return java.util.Objects.requireNonNull(room.enter(Duration.ofSeconds(1)));
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String text(ExtraFetch.Seen seen) {
        return ((ExtraFetch.Lines) seen)
                .pieces().stream().map(ByteString::utf8String).collect(Collectors.joining());
    }

    private interface Answer {
        FetchResult fetch(long maxBodySize, AnswerRoom room);
    }

    private static Fetcher fetcher(Answer answer) {
        return new Fetcher() {
            @Override
            public EndpointClient open(Endpoint endpoint) {
                return new EndpointClient() {
                    @Override
                    public FetchResult fetch(long maxBodySize, AnswerRoom room) {
                        return answer.fetch(maxBodySize, room);
                    }

                    @Override
                    public void close() {}
                };
            }

            @Override
            public void close() {}
        };
    }
}
