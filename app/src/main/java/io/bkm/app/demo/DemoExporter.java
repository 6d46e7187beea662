package io.bkm.app.demo;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.bkm.actors.reports.MetricsText;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;

/** A small shop that is watched: counters, gauges and a histogram that move with the clock. */
final class DemoExporter implements AutoCloseable {

    private static final double[] BOUNDS = {0.05, 0.1, 0.25, 0.5, 1, 2.5};

    private final HttpServer server;
    private final InstantSource clock;
    private final long startMillis;

    private DemoExporter(HttpServer server, InstantSource clock) {
        this.server = server;
        this.clock = clock;
        startMillis = clock.millis();
    }

    /** Serves {@code /metrics} on 127.0.0.1. */
    static DemoExporter start(int port, InstantSource clock) throws IOException {
        var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 16);
        var exporter = new DemoExporter(server, clock);
        server.createContext("/metrics", exporter::answer);
        server.start();
        return exporter;
    }

    int port() {
        return server.getAddress().getPort();
    }

    private void answer(HttpExchange exchange) throws IOException {
        var body = exposition().getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "text/plain; version=0.0.4; charset=utf-8");
        exchange.sendResponseHeaders(200, body.length);
        try (var out = exchange.getResponseBody()) {
            out.write(body);
        }
    }

    String exposition() {
        double seconds = (clock.millis() - startMillis) / 1e3;
        var out = new MetricsText();
        out.family("shop_orders_total", "counter", "Orders by how they were paid.");
        out.sample(Math.floor(seconds * 3), "payment", "card");
        out.sample(Math.floor(seconds * 1.5), "payment", "transfer");
        out.sample(Math.floor(seconds / 4), "payment", "voucher");
        out.family("shop_carts_open", "gauge", "Carts that are neither bought nor left.");
        out.sample(Math.rint(40 + 25 * Math.sin(seconds / 20)));
        out.family("shop_stock_items", "gauge", "Items in stock.");
        for (int item = 1; item <= 20; item++) {
            out.sample(Math.rint(100 + 60 * Math.cos(seconds / 30 + item)), "item", "sku-" + item);
        }
        out.family("shop_request_duration_seconds", "histogram", "Time to answer a request.");
        for (var path : new String[] {"/", "/cart", "/checkout"}) {
            double count = Math.floor(seconds * 10 / path.length());
            for (double bound : BOUNDS) {
                out.suffixed(
                        "_bucket",
                        Math.floor(count * (1 - Math.exp(-bound * 4))),
                        "path",
                        path,
                        "le",
                        Double.toString(bound));
            }
            out.suffixed("_bucket", count, "path", path, "le", "+Inf");
            out.suffixed("_sum", count * 0.25, "path", path);
            out.suffixed("_count", count, "path", path);
        }
        return out.toString();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
