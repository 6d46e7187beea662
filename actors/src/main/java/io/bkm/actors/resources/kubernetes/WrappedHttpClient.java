package io.bkm.actors.resources.kubernetes;

import java.io.IOException;
import java.net.Authenticator;
import java.net.CookieHandler;
import java.net.InetAddress;
import java.net.ProxySelector;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.UnaryOperator;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import org.jspecify.annotations.Nullable;

/** A client of the JDK but for its WebSockets, whose builders go through a function. */
final class WrappedHttpClient extends HttpClient {

    private final HttpClient client;
    private final UnaryOperator<WebSocket.Builder> webSockets;

    private WrappedHttpClient(HttpClient client, UnaryOperator<WebSocket.Builder> webSockets) {
        this.client = client;
        this.webSockets = webSockets;
    }

    @Override
    public WebSocket.Builder newWebSocketBuilder() {
        return webSockets.apply(client.newWebSocketBuilder());
    }

    @Override
    public <T> HttpResponse<T> send(HttpRequest request, HttpResponse.BodyHandler<T> handler)
            throws IOException, InterruptedException {
        return client.send(request, handler);
    }

    @Override
    public <T> CompletableFuture<HttpResponse<T>> sendAsync(HttpRequest request, HttpResponse.BodyHandler<T> handler) {
        return client.sendAsync(request, handler);
    }

    @Override
    public <T> CompletableFuture<HttpResponse<T>> sendAsync(
            HttpRequest request,
            HttpResponse.BodyHandler<T> handler,
            HttpResponse.@Nullable PushPromiseHandler<T> pushes) {
        return client.sendAsync(request, handler, pushes);
    }

    @Override
    public Optional<CookieHandler> cookieHandler() {
        return client.cookieHandler();
    }

    @Override
    public Optional<Duration> connectTimeout() {
        return client.connectTimeout();
    }

    @Override
    public Redirect followRedirects() {
        return client.followRedirects();
    }

    @Override
    public Optional<ProxySelector> proxy() {
        return client.proxy();
    }

    @Override
    public SSLContext sslContext() {
        return client.sslContext();
    }

    @Override
    public SSLParameters sslParameters() {
        return client.sslParameters();
    }

    @Override
    public Optional<Authenticator> authenticator() {
        return client.authenticator();
    }

    @Override
    public Version version() {
        return client.version();
    }

    @Override
    public Optional<Executor> executor() {
        return client.executor();
    }

    @Override
    public void shutdown() {
        client.shutdown();
    }

    @Override
    public boolean awaitTermination(Duration duration) throws InterruptedException {
        return client.awaitTermination(duration);
    }

    @Override
    public boolean isTerminated() {
        return client.isTerminated();
    }

    @Override
    public void shutdownNow() {
        client.shutdownNow();
    }

    @Override
    public void close() {
        client.close();
    }

    /** Of such a client. */
    static final class Builder implements HttpClient.Builder {

        private final HttpClient.Builder builder;
        private final UnaryOperator<WebSocket.Builder> webSockets;

        Builder(HttpClient.Builder builder, UnaryOperator<WebSocket.Builder> webSockets) {
            this.builder = builder;
            this.webSockets = webSockets;
        }

        /** The JDK's builders return themselves. */
        private Builder after(HttpClient.Builder ignored) {
            return this;
        }

        @Override
        public HttpClient.Builder cookieHandler(CookieHandler cookies) {
            return after(builder.cookieHandler(cookies));
        }

        @Override
        public HttpClient.Builder connectTimeout(Duration timeout) {
            return after(builder.connectTimeout(timeout));
        }

        @Override
        public HttpClient.Builder sslContext(SSLContext context) {
            return after(builder.sslContext(context));
        }

        @Override
        public HttpClient.Builder sslParameters(SSLParameters parameters) {
            return after(builder.sslParameters(parameters));
        }

        @Override
        public HttpClient.Builder executor(Executor executor) {
            return after(builder.executor(executor));
        }

        @Override
        public HttpClient.Builder followRedirects(Redirect policy) {
            return after(builder.followRedirects(policy));
        }

        @Override
        public HttpClient.Builder version(Version version) {
            return after(builder.version(version));
        }

        @Override
        public HttpClient.Builder priority(int priority) {
            return after(builder.priority(priority));
        }

        @Override
        public HttpClient.Builder proxy(ProxySelector selector) {
            return after(builder.proxy(selector));
        }

        @Override
        public HttpClient.Builder authenticator(Authenticator authenticator) {
            return after(builder.authenticator(authenticator));
        }

        @Override
        public HttpClient.Builder localAddress(InetAddress address) {
            return after(builder.localAddress(address));
        }

        @Override
        public HttpClient build() {
            return new WrappedHttpClient(builder.build(), webSockets);
        }
    }
}
