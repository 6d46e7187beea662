package io.bkm.streams.fetch;

import io.bkm.streams.targets.TlsSettings;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.Objects;
import java.util.function.Consumer;
import javax.net.ServerSocketFactory;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.TrustManagerFactory;

/** The certificates of src/test/resources/tls, and servers that have them. */
final class TestTls {

    private static final char[] NO_PASSWORD = {};

    private TestTls() {}

    static String pem(String file) {
        try (InputStream in = TestTls.class.getResourceAsStream("/tls/" + file)) {
            return new String(Objects.requireNonNull(in, file).readAllBytes(), StandardCharsets.US_ASCII);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static TlsSettings trusting() {
        return new TlsSettings(pem("ca.pem"), null, null, null, false, null, null);
    }

    static ServerSocketFactory server() {
        return server(_ -> {});
    }

    static ServerSocketFactory server(Consumer<SSLServerSocket> options) {
        return new Sockets(context(), options);
    }

    private static SSLContext context() {
        try {
            var keys = KeyStore.getInstance("PKCS12");
            var trust = KeyStore.getInstance("PKCS12");
            keys.load(null, null);
            trust.load(null, null);
            keys.setKeyEntry(
                    "server",
                    PrivateKeys.read(pem("server.key")),
                    NO_PASSWORD,
                    Pem.certificates(pem("server.pem"), "server certificate").toArray(X509Certificate[]::new));
            trust.setCertificateEntry(
                    "ca", Pem.certificates(pem("ca.pem"), "CA").getFirst());
            var keyManagers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keyManagers.init(keys, NO_PASSWORD);
            var trustManagers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trustManagers.init(trust);
            var context = SSLContext.getInstance("TLS");
            context.init(keyManagers.getKeyManagers(), trustManagers.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw new AssertionError(e);
        }
    }

    private static final class Sockets extends ServerSocketFactory {

        private final SSLContext context;
        private final Consumer<SSLServerSocket> options;

        Sockets(SSLContext context, Consumer<SSLServerSocket> options) {
            this.context = context;
            this.options = options;
        }

        @Override
        public ServerSocket createServerSocket(int port) throws IOException {
            return createServerSocket(port, 50);
        }

        @Override
        public ServerSocket createServerSocket(int port, int backlog) throws IOException {
            return createServerSocket(port, backlog, InetAddress.getLoopbackAddress());
        }

        @Override
        public ServerSocket createServerSocket(int port, int backlog, InetAddress address) throws IOException {
            var socket = (SSLServerSocket) context.getServerSocketFactory().createServerSocket(port, backlog, address);
            options.accept(socket);
            return socket;
        }
    }
}
