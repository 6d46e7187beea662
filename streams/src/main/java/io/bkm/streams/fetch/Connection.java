package io.bkm.streams.fetch;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** An open connection. */
final class Connection implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Connection.class);

    private final Route route;
    private final Socket raw;
    private final @Nullable TlsContext tls;
    private final InputStream in;
    private final OutputStream out;

    /**
     * @param raw the TCP socket: what is closed when time is up, for closing a TLS socket may itself wait
     * @param top the socket to talk through: the same, or TLS over it
     * @param tls what the TLS part was made with
     */
    Connection(Route route, Socket raw, Socket top, @Nullable TlsContext tls) throws IOException {
        this.route = route;
        this.raw = raw;
        this.tls = tls;
        this.in = top.getInputStream();
        this.out = top.getOutputStream();
    }

    Route route() {
        return route;
    }

    Socket raw() {
        return raw;
    }

    @Nullable
    TlsContext tls() {
        return tls;
    }

    void send(byte[] request) throws IOException {
        out.write(request);
        out.flush();
    }

    WireInput input(WireInput.Room room) {
        return new WireInput(in, room);
    }

    @Override
    public void close() {
        closeQuietly(raw);
    }

    /** A socket that does not close is not used again either; there is nothing else to do about it. */
    static void closeQuietly(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            log.atDebug().setCause(e).log("socket not closed");
        }
    }
}
