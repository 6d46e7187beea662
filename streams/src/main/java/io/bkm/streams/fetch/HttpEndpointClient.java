package io.bkm.streams.fetch;

import io.bkm.streams.fetch.FetchResult.Failed;
import io.bkm.streams.fetch.FetchResult.Fetched;
import io.bkm.streams.fetch.FetchResult.Reason;
import io.bkm.streams.fetch.KeptConnection.Answer;
import io.bkm.streams.targets.Credentials;
import io.bkm.streams.targets.Endpoint;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Fetches one endpoint: prepared request, kept connection, redirects. */
final class HttpEndpointClient implements Fetcher.EndpointClient {

    /** The first request and its redirects together, as in Go. */
    private static final int MAX_REQUESTS = 10;

    /** Of a body that nobody wants, read so that the connection can be used again. */
    private static final int MAX_DRAINED_BYTES = 64 * 1024;

    private final Endpoint endpoint;
    private final HttpFetcher.Parts parts;
    private final RequestHead request;
    private final Proxies proxies;
    private final KeptConnection connection;
    private volatile @Nullable Deadline running;
    private volatile boolean closed;

    HttpEndpointClient(Endpoint endpoint, RequestHead request, HttpFetcher.Parts parts) {
        this.endpoint = endpoint;
        this.parts = parts;
        this.request = request;
        this.proxies = Proxies.of(endpoint.proxy(), parts.environment());
        var connectHeaders = endpoint.proxy() == null
                ? Map.<String, String>of()
                : endpoint.proxy().connectHeaders();
        this.connection = new KeptConnection(
                parts.connector(),
                new Connector.Options(endpoint.tls(), connectHeaders),
                parts.settings().maxHeadSize());
    }

    @Override
    public FetchResult fetch(long maxBodySize, AnswerRoom room) {
        long start = System.nanoTime();
        var hop = new Hop();
        try (var deadline = new Deadline(endpoint.timeout(), parts.watchdog());
                var lease = new Lease(room, parts.buffers(), parts.settings().maxHeadSize(), deadline)) {
            running = deadline;
            if (closed) {
                throw Deadline.cancelled();
            }
            var answer = follow(hop, deadline, lease);
            long wireBytes = readBody(answer, lease.body(), maxBodySize, deadline);
            return new Fetched(answer.head().contentType(), wireBytes, since(start));
        } catch (FetchFailure e) {
            return new Failed(e.reason(), hop.where() + e.detail(), since(start));
        } finally {
            running = null;
        }
    }

    @Override
    public void close() {
        closed = true;
        var deadline = running;
        if (deadline != null) {
            deadline.cancel();
        }
        connection.close();
    }

    /** Where a fetch has got to by redirects. */
    private static final class Hop {
        @Nullable
        HttpUrl url;

        String where() {
            return url == null ? "" : url.hostAndPort() + ": ";
        }
    }

    private Answer follow(Hop hop, Deadline deadline, Lease lease) throws FetchFailure {
        var first = HttpUrl.parse(endpoint.url());
        var url = first;
        boolean trusted = true;
        for (int requests = 1; ; requests++) {
            hop.url = url;
            var credentials = trusted ? endpoint.credentials() : null;
            var authorization = parts.authorization().value(credentials, url, deadline);
            var route = Route.to(url, proxies.of(url));
            var bytes = request.bytes(url, route.requestProxy(), authorization);
            var answer = connection.send(route, bytes, deadline, lease);
            var head = answer.head();
            if (head.status() == 200) {
                return answer;
            }
            drain(answer, deadline);
            if (head.status() == 401 && credentials instanceof Credentials.OAuth2 oauth2 && authorization != null) {
                parts.tokens().reject(oauth2, authorization);
            }
            url = next(url, head, requests);
            trusted = trusted && isTrusted(first, url);
        }
    }

    private HttpUrl next(HttpUrl url, ResponseHead head, int requests) throws FetchFailure {
        if (!head.isRedirect()) {
            throw status(head.status() + " (expected: 200)");
        }
        if (!endpoint.followRedirects()) {
            throw status(head.status() + " (expected: 200; followRedirects is false)");
        }
        if (head.location() == null) {
            throw status(head.status() + " without a Location header");
        }
        if (requests == MAX_REQUESTS) {
            throw status(head.status() + " after " + MAX_REQUESTS + " requests");
        }
        return url.resolve(head.location());
    }

    /** Credentials go on to the same host and below it, as in Go, but never from TLS to plain text. */
    private static boolean isTrusted(HttpUrl first, HttpUrl next) {
        boolean sameHost = next.host().equals(first.host());
        boolean below = next.host().endsWith("." + first.host()) && next.host().indexOf(':') < 0;
        return (sameHost || below) && (next.tls() || !first.tls());
    }

    private long readBody(Answer answer, BodyBuffer body, long maxBodySize, Deadline deadline) throws FetchFailure {
        boolean keep = false;
        try {
            var source = BodySource.of(answer.head(), answer.wire());
            long wireBytes = parts.bodies().read(answer.head(), source, body, maxBodySize);
            keep = !answer.connection().route().tls()
                    || endpoint.interval().compareTo(parts.settings().tlsKeepAliveInterval()) <= 0;
            return wireBytes;
        } catch (IOException e) {
            throw deadline.explain(e, Stage.BODY);
        } finally {
            settle(answer, keep);
        }
    }

    /** Reads what little body an answer has that is not wanted. */
    private void drain(Answer answer, Deadline deadline) throws FetchFailure {
        boolean keep = false;
        try {
            var source = BodySource.of(answer.head(), answer.wire());
            if (!(source instanceof UntilCloseBody) && answer.head().contentLength() <= MAX_DRAINED_BYTES) {
                var waste = new byte[4096];
                int left = MAX_DRAINED_BYTES;
                int read = 0;
                while (left > 0 && read >= 0) {
                    read = source.read(waste, 0, waste.length);
                    left -= read;
                }
                keep = read < 0;
            }
        } catch (IOException e) {
            throw deadline.explain(e, Stage.BODY);
        } finally {
            settle(answer, keep);
        }
    }

    private void settle(Answer answer, boolean keep) {
        if (keep) {
            connection.keep(answer);
        } else {
            answer.connection().close();
        }
    }

    private static FetchFailure status(String what) {
        return new FetchFailure(Reason.HTTP_STATUS, "HTTP status " + what);
    }

    private static Duration since(long startNanos) {
        return Duration.ofNanos(System.nanoTime() - startNanos);
    }
}
