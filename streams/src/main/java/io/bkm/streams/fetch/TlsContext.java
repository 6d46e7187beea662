package io.bkm.streams.fetch;

import io.bkm.streams.targets.TlsSettings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.List;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/** A made-up set of TLS settings: certificates read, sessions kept. */
final class TlsContext {

    private final SSLContext context;
    private final TlsSettings settings;
    private final List<String> protocols;

    TlsContext(SSLContext context, TlsSettings settings, List<String> protocols) {
        this.context = context;
        this.settings = settings;
        this.protocols = List.copyOf(protocols);
    }

    /** The name that the certificate of a host must have, and that is sent to it. */
    String nameOf(String host) {
        return settings.serverName() == null || settings.serverName().isEmpty() ? host : settings.serverName();
    }

    /** Speaks TLS over {@code socket}, which must be closed by the caller if this fails. */
    SSLSocket handshake(Socket socket, String name, int port) throws IOException {
        var tls = (SSLSocket) context.getSocketFactory().createSocket(socket, name, port, true);
        var parameters = tls.getSSLParameters();
        parameters.setProtocols(protocols.toArray(String[]::new));
        if (!settings.insecureSkipVerify()) {
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
        }
        // Left to itself the JDK sends no name without a dot in it, such as "localhost"; Go does.
        if (!isAddress(name)) {
            serverNames(name).ifPresent(names -> parameters.setServerNames(List.of(names)));
        }
        tls.setSSLParameters(parameters);
        tls.startHandshake();
        return tls;
    }

    /** A name that may not be sent, such as one with an underscore, is not: the server then picks its certificate. */
    private static java.util.Optional<SNIHostName> serverNames(String name) {
        try {
            return java.util.Optional.of(new SNIHostName(name));
        } catch (IllegalArgumentException notAHostName) {
            return java.util.Optional.empty();
        }
    }

    private static boolean isAddress(String name) {
        try {
            var _ = InetAddress.ofLiteral(name);
            return true;
        } catch (IllegalArgumentException isAName) {
            return false;
        }
    }
}
