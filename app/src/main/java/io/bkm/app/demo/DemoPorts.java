package io.bkm.app.demo;

/**
 * The ports of a demo, all on 127.0.0.1: the manifests name those from {@link #DEFAULT_BASE} on.
 *
 * @param base the page; the others follow
 */
record DemoPorts(int base) {

    static final int DEFAULT_BASE = 18080;

    DemoPorts {
        if (base < 1024 || base > 65_000) {
            throw new IllegalArgumentException("--base-port: " + base + " (expected: 1024 to 65000)");
        }
    }

    int http(int member) {
        return base + member;
    }

    int exporter(int index) {
        return base + 10 + index;
    }

    int management(int member) {
        return base + 20 + member;
    }

    int remoting(int member) {
        return base + 30 + member;
    }
}
