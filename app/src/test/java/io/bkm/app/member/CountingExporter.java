package io.bkm.app.member;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Serves whatever path it is asked for, says how often that was so far, and remembers when. */
final class CountingExporter implements AutoCloseable {

    /** Its only metric, with the label {@code path}. */
    static final String METRIC = "asked_total";

    private static final Duration LONGEST = Duration.ofMinutes(3);

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    /** By path, Unix milliseconds of each request. */
    private final Map<String, CopyOnWriteArrayList<Long>> asked = new ConcurrentHashMap<>();

    private final String filler;

    private CountingExporter(HttpServer server, String filler) {
        this.server = server;
        this.filler = filler;
    }

    static CountingExporter start() throws IOException {
        return start(0);
    }

    /** @param series how many more there are in each answer */
    static CountingExporter start(int series) throws IOException {
        return serving(IntStream.range(0, series)
                .mapToObj("filler{number=\"%d\"} 1\n"::formatted)
                .collect(Collectors.joining()));
    }

    /** @param filler lines that are in each answer too */
    static CountingExporter serving(String filler) throws IOException {
        var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 64);
        var exporter = new CountingExporter(server, filler);
        server.setExecutor(exporter.threads);
        server.createContext("/", exporter::answer);
        server.start();
        return exporter;
    }

    int port() {
        return server.getAddress().getPort();
    }

    /** When the path was asked for first after a time; {@code Long.MAX_VALUE} when it was not. Unix milliseconds. */
    long firstAfter(String path, long time) {
        return asked.getOrDefault(path, new CopyOnWriteArrayList<>()).stream()
                .filter(at -> at > time)
                .findFirst()
                .orElse(Long.MAX_VALUE);
    }

    /** Returns when each path was asked for after a time, Unix milliseconds. */
    void awaitAskedAfter(Iterable<String> paths, long time) {
        await("requests")
                .atMost(LONGEST)
                .untilAsserted(() -> assertThat(paths)
                        .allSatisfy(path ->
                                assertThat(firstAfter(path, time)).as(path).isLessThan(Long.MAX_VALUE)));
    }

    long count(String path) {
        return asked.getOrDefault(path, new CopyOnWriteArrayList<>()).size();
    }

    private void answer(HttpExchange exchange) throws IOException {
        var path = exchange.getRequestURI().getPath();
        var times = asked.computeIfAbsent(path, _ -> new CopyOnWriteArrayList<>());
        times.add(System.currentTimeMillis());
        var body = ("# TYPE %1$s counter\n%1$s{path=\"%2$s\"} %3$d\n".formatted(METRIC, path, times.size()) + filler)
                .getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "text/plain; version=0.0.4; charset=utf-8");
        exchange.sendResponseHeaders(200, body.length);
        try (var out = exchange.getResponseBody()) {
            out.write(body);
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.close();
    }
}
