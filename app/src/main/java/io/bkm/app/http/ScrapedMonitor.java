package io.bkm.app.http;

/** The monitor of a pool {@code serviceMonitor/namespace/name/0}; of another pool its name, in no namespace. */
record ScrapedMonitor(String namespace, String name) {

    static ScrapedMonitor of(String pool) {
        var parts = pool.split("/", -1);
        return parts.length > 2 ? new ScrapedMonitor(parts[1], parts[2]) : new ScrapedMonitor("", pool);
    }
}
