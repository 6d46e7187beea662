package io.bkm.actors.resources.kubernetes;

import java.util.ArrayDeque;
import java.util.Queue;

/**
 * Lets so many watches begin at a time: each begins with a list, and hundreds of lists at once are a burden to the API
 * server and to our heap. Runs on the source's loop.
 */
final class StartGate {

    private final int width;
    private final Queue<Runnable> waiting = new ArrayDeque<>();
    private int inside;

    StartGate(int width) {
        this.width = width;
    }

    /** Begins now or later; whoever began says {@link #left} once. */
    void enter(Runnable begin) {
        if (inside < width) {
            inside++;
            begin.run();
        } else {
            waiting.add(begin);
        }
    }

    void left() {
        var next = waiting.poll();
        if (next == null) {
            inside--;
        } else {
            next.run();
        }
    }
}
