package io.bkm.streams.fetch;

import io.bkm.streams.fetch.FetchResult.Reason;
import io.bkm.streams.targets.TlsSettings;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Opens connections: name, TCP, perhaps a tunnel through a proxy, perhaps TLS. */
final class Connector {

    private final Resolver resolver;
    private final TlsContexts contexts;
    private final Duration connectTimeout;
    private final int maxHeadSize;

    Connector(Resolver resolver, TlsContexts contexts, Duration connectTimeout, int maxHeadSize) {
        this.resolver = resolver;
        this.contexts = contexts;
        this.connectTimeout = connectTimeout;
        this.maxHeadSize = maxHeadSize;
    }

    /** Connections of one route to one endpoint differ in nothing but this. */
    record Options(@Nullable TlsSettings tls, Map<String, String> connectHeaders) {
        static final Options NONE = new Options(null, Map.of());
    }

    Connection connect(Route route, Options options, Deadline deadline) throws FetchFailure {
        var proxy = route.proxy();
        if (proxy == null) {
            return open(route, route.host(), route.port(), options, deadline);
        }
        try {
            return open(route, proxy.host(), proxy.port(), options, deadline);
        } catch (FetchFailure e) {
            throw new FetchFailure(e.reason(), e.detail() + ", through proxy " + proxy.hostAndPort());
        }
    }

    /** Whether a connection would be made the same way now: certificates may have been replaced since. */
    boolean isCurrent(Connection connection, Options options) throws FetchFailure {
        return connection.tls() == null || connection.tls() == contexts.get(options.tls());
    }

    private Connection open(Route route, String host, int port, Options options, Deadline deadline)
            throws FetchFailure {
        var proxy = route.proxy();
        boolean tlsToProxy = proxy != null && proxy.tls();
        var tls = route.tls() || tlsToProxy ? contexts.get(options.tls()) : null;
        var raw = dial(host, port, deadline);
        var stage = Stage.HANDSHAKE;
        try {
            var top = raw;
            if (tls != null && tlsToProxy) {
                top = tls.handshake(top, host, port);
            }
            if (tls != null && route.tls()) {
                if (proxy != null) {
                    stage = Stage.PROXY;
                    tunnel(top, route, proxy, options.connectHeaders());
                    stage = Stage.HANDSHAKE;
                }
                top = tls.handshake(top, tls.nameOf(route.host()), route.port());
            }
            return new Connection(route, raw, top, tls);
        } catch (IOException e) {
            Connection.closeQuietly(raw);
            throw deadline.explain(e, stage);
        } catch (FetchFailure e) {
            Connection.closeQuietly(raw);
            throw e;
        }
    }

    /** Each address in turn; each gets an even share of what is left of the time. */
    private Socket dial(String host, int port, Deadline deadline) throws FetchFailure {
        var addresses = resolver.resolve(host, deadline);
        long end = System.nanoTime() + connectTimeout.toNanos();
        var failure = new FetchFailure(Reason.DNS, "no address");
        for (int i = 0; i < addresses.size(); i++) {
            long left = Math.min(deadline.left(Stage.CONNECT).toNanos(), end - System.nanoTime());
            long millis = Math.max(1, Duration.ofNanos(left).toMillis() / (addresses.size() - i));
            var socket = new Socket(Proxy.NO_PROXY);
            try {
                deadline.guard(socket, Stage.CONNECT);
                socket.setTcpNoDelay(true);
                socket.connect(
                        new InetSocketAddress(addresses.get(i), port), (int) Math.min(millis, Integer.MAX_VALUE));
                return socket;
            } catch (SocketTimeoutException e) {
                Connection.closeQuietly(socket);
                failure = new FetchFailure(Reason.CONNECT_TIMEOUT, "not connected within " + Duration.ofMillis(millis));
            } catch (IOException e) {
                Connection.closeQuietly(socket);
                failure = deadline.explain(e, Stage.CONNECT);
            } catch (FetchFailure e) {
                Connection.closeQuietly(socket);
                throw e;
            }
        }
        throw failure;
    }

    private void tunnel(Socket socket, Route route, HttpUrl proxy, Map<String, String> headers)
            throws IOException, FetchFailure {
        var authority = (route.host().indexOf(':') >= 0 ? "[" + route.host() + "]" : route.host()) + ":" + route.port();
        var request = new StringBuilder("CONNECT " + authority + " HTTP/1.1\r\nHost: " + authority + "\r\n");
        if (!proxy.userInfo().isEmpty()) {
            request.append("Proxy-Authorization: ")
                    .append(Authorization.basic(proxy.userInfo()))
                    .append("\r\n");
        }
        for (var header : new TreeMap<>(headers).entrySet()) {
            request.append(Authorization.oneLine(header.getKey(), "a proxy connect header"))
                    .append(": ")
                    .append(Authorization.oneLine(header.getValue(), "a proxy connect header"))
                    .append("\r\n");
        }
        socket.getOutputStream().write(request.append("\r\n").toString().getBytes(StandardCharsets.UTF_8));
        var wire = new WireInput(socket.getInputStream(), WireInput.ownRoom(maxHeadSize));
        var answer = ResponseHead.read(wire, maxHeadSize);
        if (answer.status() / 100 != 2 || wire.hasLeftOver()) {
            throw new FetchFailure(
                    Reason.CONNECTION, "CONNECT got HTTP status " + answer.status() + " (expected: 200)");
        }
    }
}
