package io.bkm.actors.resources.kubernetes;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A TCP line to a port of loopback that can be cut and mended. While it is cut, connections are taken and closed. One
 * that was silenced stays, and nothing comes through it any more.
 */
final class CuttableLine implements AutoCloseable {

    private final ServerSocket server = new ServerSocket(0, 500, InetAddress.getLoopbackAddress());
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private final int to;
    private volatile boolean cut;
    private volatile AtomicBoolean silent = new AtomicBoolean();

    CuttableLine(int to) throws IOException {
        this.to = to;
        Thread.ofVirtual().start(this::accept);
    }

    int port() {
        return server.getLocalPort();
    }

    void cut() throws IOException {
        cut = true;
        for (var socket : sockets) {
            socket.close();
        }
    }

    /** Of the connections that there are; others come to somebody who answers. */
    void silence() {
        silent.set(true);
        silent = new AtomicBoolean();
    }

    void mend() {
        cut = false;
    }

    @Override
    public void close() throws IOException {
        server.close();
        cut();
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                connect(server.accept());
            } catch (IOException closedOrRefused) {
                // the other side sees its connection end, which is what the line is for
            }
        }
    }

    private void connect(Socket near) throws IOException {
        sockets.add(near);
        if (cut) {
            near.close();
            return;
        }
        try {
            var far = new Socket(InetAddress.getLoopbackAddress(), to);
            sockets.add(far);
            var its = silent;
            Thread.ofVirtual().start(() -> copy(near, far, its));
            Thread.ofVirtual().start(() -> copy(far, near, its));
        } catch (IOException refused) {
            near.close();
            throw refused;
        }
    }

    private void copy(Socket from, Socket into, AtomicBoolean swallows) {
        try (from;
                into) {
            var buffer = new byte[8192];
            int read = from.getInputStream().read(buffer);
            while (read >= 0) {
                if (!swallows.get()) {
                    into.getOutputStream().write(buffer, 0, read);
                }
                read = from.getInputStream().read(buffer);
            }
        } catch (IOException ended) {
            // both are closed now
        }
        sockets.remove(from);
        sockets.remove(into);
    }
}
