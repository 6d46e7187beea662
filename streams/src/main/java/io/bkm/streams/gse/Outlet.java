package io.bkm.streams.gse;

/** The way out of a scrape, bounded in bytes. While it is closed no scrape is started: that is the backpressure. */
public interface Outlet {

    /** Whether there is room; false while a sink cannot write and what it may hold is full. */
    boolean open();

    /** Hands a packet over; waits for room. Called on virtual threads only. */
    void put(GsePacket packet) throws InterruptedException;
}
