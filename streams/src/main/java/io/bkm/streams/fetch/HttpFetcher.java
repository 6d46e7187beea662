package io.bkm.streams.fetch;

import io.bkm.streams.targets.Endpoint;
import java.net.InetAddress;
import java.util.Map;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;

/**
 * The HTTP/1.1 client of a member, made for scraping: blocking sockets on the caller's virtual thread, one kept
 * connection per endpoint, pooled buffers, one thread that watches all deadlines.
 */
public final class HttpFetcher implements Fetcher {

    /** What all endpoints share. */
    record Parts(
            FetchSettings settings,
            BodyBuffers buffers,
            ScheduledExecutorService watchdog,
            Connector connector,
            BodyReader bodies,
            OAuth2Tokens tokens,
            Authorization authorization,
            Map<String, String> environment) {}

    private final Parts parts;
    private final Resolver resolver;
    private final Inflaters inflaters = new Inflaters();

    private HttpFetcher(
            FetchSettings settings, BodyBuffers buffers, Resolver.Lookup lookup, Map<String, String> environment) {
        this.resolver = new Resolver(settings.lookupThreads(), lookup);
        var connector = new Connector(resolver, new TlsContexts(), settings.connectTimeout(), settings.maxHeadSize());
        var bodies = new BodyReader(buffers, inflaters);
        var tokens = new OAuth2Tokens(new TokenRequest(connector, bodies, buffers, settings.maxHeadSize()));
        this.parts = new Parts(
                settings,
                buffers,
                watchdog(),
                connector,
                bodies,
                tokens,
                new Authorization(tokens),
                Map.copyOf(environment));
    }

    /** @param buffers where the bodies live too: {@link FetchSettings#createBuffers} */
    public static HttpFetcher create(FetchSettings settings, BodyBuffers buffers) {
        return create(settings, buffers, InetAddress::getAllByName, System.getenv());
    }

    static HttpFetcher create(
            FetchSettings settings, BodyBuffers buffers, Resolver.Lookup lookup, Map<String, String> environment) {
        return new HttpFetcher(settings, buffers, lookup, environment);
    }

    @Override
    public EndpointClient open(Endpoint endpoint) {
        return new HttpEndpointClient(
                endpoint, new RequestHead(endpoint, parts.settings().acceptedFormats()), parts);
    }

    /**
     * For a request that is no scrape.
     *
     * @param headers instead of those that ask for a scrape's formats
     */
    public EndpointClient open(Endpoint endpoint, Map<String, String> headers) {
        return new HttpEndpointClient(endpoint, new RequestHead(endpoint, headers), parts);
    }

    /** Fetches that are under way lose their deadline: close their clients first. */
    @Override
    public void close() {
        parts.watchdog().shutdownNow();
        resolver.close();
        inflaters.close();
    }

    private static ScheduledExecutorService watchdog() {
        var watchdog = new ScheduledThreadPoolExecutor(
                1, Thread.ofPlatform().daemon().name("bkm-fetch-watchdog").factory());
        watchdog.setRemoveOnCancelPolicy(true); // or every fetch would leave its timer behind until the timeout
        return watchdog;
    }
}
