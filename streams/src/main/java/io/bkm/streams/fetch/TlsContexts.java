package io.bkm.streams.fetch;

import io.bkm.streams.fetch.FetchResult.Reason;
import io.bkm.streams.targets.TlsSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/**
 * TLS contexts, one for equal settings, so that endpoints share trust stores and resume each other's sessions. One whose
 * files have changed is made anew.
 */
final class TlsContexts {

    private static final String FILE = "file:";
    private static final TlsSettings DEFAULTS = new TlsSettings(null, null, null, null, false, null, null);
    private static final char[] NO_PASSWORD = {};

    /** The least recently used go first; an endpoint of theirs makes its own again at its next connect. */
    private static final int MAX_KEPT = 256;

    private record Kept(TlsContext context, List<Stamp> files) {}

    /** Tells one content of a file from the next: Kubernetes replaces a mounted Secret by moving a link. */
    private record Stamp(Path path, FileTime modified, long size, String fileKey) {
        static Stamp of(Path path) throws IOException {
            var attributes = Files.readAttributes(path, BasicFileAttributes.class);
            return new Stamp(
                    path, attributes.lastModifiedTime(), attributes.size(), String.valueOf(attributes.fileKey()));
        }
    }

    private final Map<TlsSettings, Kept> kept = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<TlsSettings, Kept> eldest) {
            return size() > MAX_KEPT;
        }
    };

    /** The context of these settings, or of none; the same one until a file of theirs changes. */
    synchronized TlsContext get(@Nullable TlsSettings maybe) throws FetchFailure {
        var settings = maybe == null ? DEFAULTS : maybe;
        try {
            var stamps = stamps(settings);
            var before = kept.get(settings);
            if (before != null && before.files().equals(stamps)) {
                return before.context();
            }
            var made = new Kept(make(settings), stamps);
            kept.put(settings, made);
            return made.context();
        } catch (IOException e) {
            throw new FetchFailure(Reason.TLS, "file not read: " + e);
        } catch (GeneralSecurityException e) {
            throw new FetchFailure(Reason.TLS, String.valueOf(e.getMessage()));
        }
    }

    private static List<Stamp> stamps(TlsSettings settings) throws IOException {
        var stamps = new ArrayList<Stamp>();
        for (var value : new @Nullable String[] {settings.ca(), settings.cert(), settings.key()}) {
            if (value != null && value.startsWith(FILE)) {
                stamps.add(Stamp.of(Path.of(value.substring(FILE.length()))));
            }
        }
        return stamps;
    }

    private static TlsContext make(TlsSettings settings) throws IOException, GeneralSecurityException {
        var context = SSLContext.getInstance("TLS");
        context.init(keys(settings), trust(settings), new SecureRandom());
        return new TlsContext(context, settings, TlsVersions.between(settings.minVersion(), settings.maxVersion()));
    }

    private static KeyManager @Nullable [] keys(TlsSettings settings) throws IOException, GeneralSecurityException {
        var cert = text(settings.cert());
        var key = text(settings.key());
        if (cert.isEmpty() && key.isEmpty()) {
            return null;
        }
        if (cert.isEmpty() || key.isEmpty()) {
            throw new GeneralSecurityException("a client certificate and its key go together (one of them is missing)");
        }
        var chain = Pem.certificates(cert, "client certificate");
        var store = emptyStore();
        store.setKeyEntry("client", PrivateKeys.read(key), NO_PASSWORD, chain.toArray(X509Certificate[]::new));
        var factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(store, NO_PASSWORD);
        return factory.getKeyManagers();
    }

    /** Null stands for the JVM's own certificate authorities. */
    private static TrustManager @Nullable [] trust(TlsSettings settings) throws IOException, GeneralSecurityException {
        if (settings.insecureSkipVerify()) {
            return new TrustManager[] {new TrustAnyone()};
        }
        var ca = text(settings.ca());
        if (ca.isEmpty()) {
            return null;
        }
        var store = emptyStore();
        int count = 0;
        for (var certificate : Pem.certificates(ca, "CA certificate")) {
            store.setCertificateEntry("ca-" + count++, certificate);
        }
        var factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        return factory.getTrustManagers();
    }

    private static KeyStore emptyStore() throws IOException, GeneralSecurityException {
        var store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        return store;
    }

    private static String text(@Nullable String value) throws IOException {
        if (value == null) {
            return "";
        }
        return value.startsWith(FILE) ? Files.readString(Path.of(value.substring(FILE.length()))) : value;
    }
}
