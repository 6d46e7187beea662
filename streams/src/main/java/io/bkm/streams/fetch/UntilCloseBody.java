package io.bkm.streams.fetch;

import java.io.IOException;

/**
 * A body that ends with the connection: nothing tells a whole one from one that was cut off. (TLS could, but the JDK
 * takes a missing goodbye for one unless the whole JVM runs with {@code com.sun.net.ssl.requireCloseNotify}.)
 */
final class UntilCloseBody implements BodySource {

    private final WireInput wire;

    UntilCloseBody(WireInput wire) {
        this.wire = wire;
    }

    @Override
    public int read(byte[] into, int from, int count) throws IOException {
        return wire.read(into, from, count);
    }
}
