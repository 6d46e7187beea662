package io.bkm.streams.gse;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Packets that are written together. Grows while the batch before it is being written, then never again. */
final class GseBatch {

    /** What a packet takes besides its items: envelope, head, objects. It bounds the number of small packets. */
    static final int PACKET_OVERHEAD = 1024;

    private final List<GsePacket> packets = new ArrayList<>();
    private long cost;

    static GseBatch of(GsePacket first) {
        return new GseBatch().add(first);
    }

    /** What a packet counts in the byte budget, in bytes. */
    static int cost(GsePacket packet) {
        return Math.addExact(packet.items().size(), PACKET_OVERHEAD);
    }

    GseBatch add(GsePacket packet) {
        packets.add(packet);
        cost += cost(packet);
        return this;
    }

    List<GsePacket> packets() {
        return Collections.unmodifiableList(packets);
    }

    long cost() {
        return cost;
    }
}
