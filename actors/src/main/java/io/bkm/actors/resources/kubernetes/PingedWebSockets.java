package io.bkm.actors.resources.kubernetes;

import io.fabric8.kubernetes.client.jdkhttp.JdkHttpClientFactory;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * fabric8's client over the JDK's, whose WebSockets notice when nobody is at the other end any more. A watch only
 * listens: where the API server's machine goes without a word, no packet would ever tell. So each is pinged, and one on
 * which nothing at all came for two intervals ends with an error, after which the watch goes on where it was.
 */
final class PingedWebSockets extends JdkHttpClientFactory {

    /** Without an answer to so many pings it is over. */
    private static final int PATIENCE = 2;

    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0).asReadOnlyBuffer();

    private final Duration interval;
    private final Executor later;

    PingedWebSockets(Duration interval) {
        this.interval = interval;
        this.later = CompletableFuture.delayedExecutor(interval.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    protected HttpClient.Builder createNewHttpClientBuilder() {
        return new WrappedHttpClient.Builder(super.createNewHttpClientBuilder(), PingedBuilder::new);
    }

    /** Builds one whose listener hears through ours. */
    private final class PingedBuilder implements WebSocket.Builder {

        private final WebSocket.Builder builder;

        PingedBuilder(WebSocket.Builder builder) {
            this.builder = builder;
        }

        @Override
        public WebSocket.Builder header(String name, String value) {
            var _ = builder.header(name, value);
            return this;
        }

        @Override
        public WebSocket.Builder connectTimeout(Duration timeout) {
            var _ = builder.connectTimeout(timeout);
            return this;
        }

        @Override
        public WebSocket.Builder subprotocols(String mostPreferred, String... lesserPreferred) {
            var _ = builder.subprotocols(mostPreferred, lesserPreferred);
            return this;
        }

        @Override
        public CompletableFuture<WebSocket> buildAsync(URI uri, WebSocket.Listener listener) {
            return builder.buildAsync(uri, new Pinged(listener));
        }
    }

    /** Passes on all it hears, and remembers when it heard something. */
    private final class Pinged implements WebSocket.Listener {

        private final WebSocket.Listener listener;
        private volatile long heardAt = System.nanoTime();
        private volatile boolean ended;

        Pinged(WebSocket.Listener listener) {
            this.listener = listener;
        }

        @Override
        public void onOpen(WebSocket socket) {
            heard();
            listener.onOpen(socket);
            later.execute(() -> ping(socket));
        }

        @Override
        public @Nullable CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
            heard();
            return listener.onText(socket, data, last);
        }

        @Override
        public @Nullable CompletionStage<?> onBinary(WebSocket socket, ByteBuffer data, boolean last) {
            heard();
            return listener.onBinary(socket, data, last);
        }

        @Override
        public @Nullable CompletionStage<?> onPing(WebSocket socket, ByteBuffer message) {
            heard();
            return listener.onPing(socket, message);
        }

        @Override
        public @Nullable CompletionStage<?> onPong(WebSocket socket, ByteBuffer message) {
            heard();
            return listener.onPong(socket, message);
        }

        @Override
        public @Nullable CompletionStage<?> onClose(WebSocket socket, int statusCode, String reason) {
            ended = true;
            return listener.onClose(socket, statusCode, reason);
        }

        @Override
        public void onError(WebSocket socket, Throwable error) {
            ended = true;
            listener.onError(socket, error);
        }

        private void heard() {
            heardAt = System.nanoTime();
        }

        private void ping(WebSocket socket) {
            if (ended || socket.isInputClosed()) {
                return;
            }
            var silence = Duration.ofNanos(System.nanoTime() - heardAt);
            if (silence.compareTo(interval.multipliedBy(PATIENCE)) >= 0) {
                ended = true;
                socket.abort();
                listener.onError(socket, new IOException("nothing heard for " + silence.toSeconds() + " s"));
                return;
            }
            // One that cannot be sent is one that is not answered.
            var _ = socket.sendPing(NOTHING.duplicate()).exceptionally(_ -> socket);
            later.execute(() -> ping(socket));
        }
    }
}
