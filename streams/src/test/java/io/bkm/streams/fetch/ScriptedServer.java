package io.bkm.streams.fetch;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ServerSocketFactory;
import javax.net.ssl.SSLException;

/** A server that says on each connection, in order, what its script says: well-behaved or not. */
final class ScriptedServer implements AutoCloseable {

    interface Script {
        void run(Peer peer) throws IOException, InterruptedException;
    }

    private final ServerSocket socket;
    private final List<Script> scripts;
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final List<Throwable> errors = new CopyOnWriteArrayList<>();
    private final List<Socket> open = new CopyOnWriteArrayList<>();
    private final List<Thread> running = new CopyOnWriteArrayList<>();
    private final AtomicInteger connections = new AtomicInteger();

    private ScriptedServer(ServerSocketFactory factory, InetAddress address, List<Script> scripts) throws IOException {
        this.socket = factory.createServerSocket(0, 50, address);
        this.scripts = List.copyOf(scripts);
        Thread.ofVirtual().start(this::accept);
    }

    static ScriptedServer start(Script... scripts) throws IOException {
        return over(ServerSocketFactory.getDefault(), scripts);
    }

    static ScriptedServer over(ServerSocketFactory factory, Script... scripts) throws IOException {
        return new ScriptedServer(factory, InetAddress.ofLiteral("127.0.0.1"), List.of(scripts));
    }

    static ScriptedServer over(ServerSocketFactory factory, String address, Script script) throws IOException {
        return new ScriptedServer(factory, InetAddress.ofLiteral(address), List.of(script));
    }

    /** One connection with one request, answered so. */
    static Script answering(String response) {
        return peer -> {
            peer.request();
            peer.send(response);
        };
    }

    static Script answering(byte[] response) {
        return peer -> {
            peer.request();
            peer.send(response);
        };
    }

    int port() {
        return socket.getLocalPort();
    }

    String url(String path) {
        return "http://127.0.0.1:" + port() + path;
    }

    /** The heads of all requests, as they came. */
    List<String> requests() {
        return requests;
    }

    int connections() {
        return connections.get();
    }

    /** Waits for the scripts of all connections so far. */
    void awaitScripts() {
        running.forEach(ScriptedServer::join);
    }

    @Override
    public void close() throws IOException {
        socket.close();
        for (var each : open) {
            each.close();
        }
        for (var error : errors) {
            throw new AssertionError("the script broke", error);
        }
    }

    private void accept() {
        try {
            while (true) {
                var accepted = socket.accept();
                open.add(accepted);
                int number = connections.getAndIncrement();
                if (number >= scripts.size()) {
                    accepted.close();
                    continue;
                }
                running.add(Thread.ofVirtual().start(() -> run(scripts.get(number), accepted)));
            }
        } catch (SocketException closed) {
            return;
        } catch (IOException e) {
            errors.add(e);
        }
    }

    private void run(Script script, Socket accepted) {
        try (accepted) {
            script.run(new Peer(accepted));
        } catch (SocketException | SSLException clientWentAway) {
            return;
        } catch (IOException | InterruptedException | RuntimeException | AssertionError e) {
            if (!socket.isClosed()) {
                errors.add(e);
            }
        }
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** The server's end of a connection. */
    final class Peer {

        private final Socket peer;
        private final InputStream in;
        private final OutputStream out;

        Peer(Socket peer) throws IOException {
            this.peer = peer;
            this.in = peer.getInputStream();
            this.out = peer.getOutputStream();
        }

        Socket socket() {
            return peer;
        }

        /** Reads up to the blank line behind a head. */
        String request() throws IOException {
            var head = new ByteArrayOutputStream();
            while (!head.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
                int next = in.read();
                if (next < 0) {
                    throw new SocketException("the client ended the connection");
                }
                head.write(next);
            }
            var text = head.toString(StandardCharsets.ISO_8859_1);
            requests.add(text);
            return text;
        }

        String body(int length) throws IOException {
            return new String(in.readNBytes(length), StandardCharsets.UTF_8);
        }

        void send(String text) throws IOException {
            send(text.getBytes(StandardCharsets.ISO_8859_1));
        }

        void send(byte[] bytes) throws IOException {
            out.write(bytes);
            out.flush();
        }

        /** From now on hands bytes on, both ways, as a proxy's tunnel does. */
        void join(int port) throws IOException, InterruptedException {
            try (var onward = new Socket(InetAddress.ofLiteral("127.0.0.1"), port)) {
                open.add(onward);
                var back = Thread.ofVirtual().start(() -> copy(onward, peer));
                copy(peer, onward);
                back.join();
            }
        }

        private static void copy(Socket from, Socket to) {
            try {
                from.getInputStream().transferTo(to.getOutputStream());
                to.close();
            } catch (IOException oneEndWentAway) {
                return;
            }
        }

        /** Says it again and again until the client has had enough. */
        void drip(String text, Duration pace) throws IOException {
            do {
                send(text);
            } while (!isClosedWithin(pace));
        }

        boolean isClosedWithin(Duration wait) throws IOException {
            peer.setSoTimeout((int) wait.toMillis());
            try {
                return in.read() < 0;
            } catch (SocketTimeoutException stillOpen) {
                return false;
            }
        }

        /** Waits until the client has closed its end. */
        void awaitClose() {
            try {
                while (in.read() >= 0) {
                    // whatever it still says
                }
            } catch (IOException reset) {
                return;
            }
        }
    }
}
