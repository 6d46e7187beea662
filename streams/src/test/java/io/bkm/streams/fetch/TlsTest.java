package io.bkm.streams.fetch;

import static io.bkm.streams.fetch.FetchHarness.endpoint;
import static io.bkm.streams.fetch.ScriptedServer.answering;
import static io.bkm.streams.fetch.TestTls.pem;
import static org.assertj.core.api.Assertions.assertThat;

import io.bkm.streams.fetch.FetchResult.Reason;
import io.bkm.streams.targets.Endpoint;
import io.bkm.streams.targets.TlsSettings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Principal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60)
class TlsTest {

    private static final String UP = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nup 1\n";

    private FetchHarness harness = FetchHarness.withNames("");
    private final List<String> seen = new CopyOnWriteArrayList<>();

    @AfterEach
    void close() {
        harness.close();
    }

    @Test
    void theCertificateMustBeSignedByTheCa() throws IOException {
        assertThat(fetch("localhost", TestTls.trusting()).body()).isEqualTo("up 1\n");

        assertTlsFailure(fetch("localhost", ca("other-ca.pem")), "PKIX path");
        assertTlsFailure(fetch("localhost", null), "PKIX path");
    }

    @Test
    void aCaFileMayHoldSeveral() throws IOException {
        var both = new TlsSettings(
                "comment\n" + pem("other-ca.pem") + "\n" + pem("ca.pem"), null, null, null, false, null, null);

        assertThat(fetch("localhost", both).body()).isEqualTo("up 1\n");
    }

    @Test
    void theCertificateMustBeForTheHost() throws IOException {
        assertThat(fetch("metrics.example", TestTls.trusting()).body()).isEqualTo("up 1\n");
        assertThat(fetch("127.0.0.1", TestTls.trusting()).body()).isEqualTo("up 1\n");

        assertTlsFailure(fetch("other.example", TestTls.trusting()), "other.example");
        assertTlsFailure(fetch("127.0.0.2", "127.0.0.2", TestTls.trusting()), "127.0.0.2");
    }

    @Test
    void orForTheServerName() throws IOException {
        var named = new TlsSettings(pem("ca.pem"), null, null, "metrics.example", false, null, null);

        assertThat(fetch("other.example", named).body()).isEqualTo("up 1\n");
        assertThat(seen).contains("sni:metrics.example");
    }

    @Test
    void namesAreSentEvenWithoutADotAndAddressesAreNot() throws IOException {
        assertThat(fetch("localhost", TestTls.trusting()).body()).isEqualTo("up 1\n");
        assertThat(fetch("127.0.0.1", TestTls.trusting()).body()).isEqualTo("up 1\n");

        assertThat(seen).containsSubsequence("sni:localhost", "no sni");
    }

    @Test
    void nothingIsVerifiedWhenTheMonitorSaysSo() throws IOException {
        var insecure = new TlsSettings(null, null, null, null, true, null, null);

        assertThat(fetch("other_host.example", insecure).body()).isEqualTo("up 1\n");
        assertThat(fetch("127.0.0.2", "127.0.0.2", insecure).body()).isEqualTo("up 1\n");
    }

    @ParameterizedTest
    @CsvSource({
        "client-rsa, client-rsa.key",
        "client-rsa, client-rsa-pkcs1.key",
        "client-ec,  client-ec.key",
        "client-ec,  client-ec-sec1.key"
    })
    void aClientCertificateIsShown(String name, String key) throws IOException {
        var settings = new TlsSettings(pem("ca.pem"), pem(name + ".pem"), pem(key), null, false, null, null);

        try (var server = needingClients()) {
            assertThat(harness.fetch(endpoint("https://localhost:" + server.port() + "/", settings, null))
                            .body())
                    .isEqualTo("up 1\n");
        }
        assertThat(seen).contains("CN=" + name);
    }

    @Test
    void aMissingClientCertificateIsATlsFailure() throws IOException {
        try (var server = needingClients()) {
            var failed = harness.fetch(endpoint("https://localhost:" + server.port() + "/", TestTls.trusting(), null))
                    .failed();

            // With TLS 1.3 the client learns it only when it reads: the handshake was over for it.
            assertThat(failed.reason()).isIn(Reason.TLS, Reason.CONNECTION);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "client-ec.pem | ''                   | a client certificate and its key go together (one of them is missing)",
                "''            | client-ec.key        | a client certificate and its key go together (one of them is missing)",
                "client-ec.pem | encrypted.key        | an encrypted private key (expected: one without a password)",
                "client-ec.pem | encrypted-pkcs1.key  | an encrypted private key (expected: one without a password)",
                "client-ec.pem | ca.pem               | no private key (expected: PEM with BEGIN PRIVATE KEY)",
                "client-ec.key | client-ec.key        | no client certificate (expected: PEM with BEGIN CERTIFICATE)",
            })
    void clientCertificatesThatCannotBeUsed(String cert, String key, String detail) {
        var settings = new TlsSettings(
                null, cert.isEmpty() ? null : pem(cert), key.isEmpty() ? null : pem(key), null, false, null, null);

        harness.fetch(endpoint("https://localhost:1/", settings, null))
                .failedWith(Reason.TLS, "localhost:1: " + detail);
    }

    @Test
    void filesThatCannotBeRead(@TempDir Path folder) {
        var missing = folder.resolve("ca.pem");
        var settings = new TlsSettings("file:" + missing, null, null, null, false, null, null);

        harness.fetch(endpoint("https://localhost:1/", settings, null))
                .failedWith(Reason.TLS, "localhost:1: file not read: java.nio.file.NoSuchFileException: " + missing);
    }

    @Test
    void aFileThatChangesCountsFromTheNextFetchOn(@TempDir Path folder) throws IOException {
        var file = folder.resolve("ca.pem");
        Files.writeString(file, pem("ca.pem"));
        var settings = new TlsSettings("file:" + file, null, null, null, false, null, null);
        ScriptedServer.Script twice = peer -> {
            peer.request();
            peer.send(UP);
            peer.request();
            peer.send(UP);
        };

        try (var server = ScriptedServer.over(TestTls.server(), twice, answering(UP), answering(UP))) {
            var client = harness.open(endpoint("https://localhost:" + server.port() + "/", settings, null));
            assertThat(harness.fetch(client).body()).isEqualTo("up 1\n");
            assertThat(harness.fetch(client).body()).isEqualTo("up 1\n");
            assertThat(server.connections()).isEqualTo(1);

            Files.writeString(file, pem("other-ca.pem") + "\n");
            assertTlsFailure(harness.fetch(client), "PKIX path");

            Files.writeString(file, pem("ca.pem") + "\n\n");
            assertThat(harness.fetch(client).body()).isEqualTo("up 1\n");
        }
    }

    @ParameterizedTest
    @CsvSource({",      ,      TLSv1.3", "TLS10, TLS12, TLSv1.2", "TLS12, TLS12, TLSv1.2", "TLS13, ,      TLSv1.3"})
    void versionsAreLimited(@Nullable String min, @Nullable String max, String version) throws IOException {
        assertThat(fetch("localhost", new TlsSettings(pem("ca.pem"), null, null, null, false, min, max))
                        .body())
                .isEqualTo("up 1\n");

        assertThat(seen).contains(version);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "TLS13 | TLS12 | TLS versions from TLS13 to TLS12 (expected: TLS12 or TLS13 among them)",
                "      | TLS11 | TLS versions from null to TLS11 (expected: TLS12 or TLS13 among them)",
                "SSL30 |       | TLS version SSL30 (expected: one of [TLS10, TLS11, TLS12, TLS13])",
            })
    void versionsThatCannotBe(@Nullable String min, @Nullable String max, String detail) {
        harness.fetch(endpoint("https://localhost:1/", new TlsSettings(null, null, null, null, false, min, max), null))
                .failedWith(Reason.TLS, "localhost:1: " + detail);
    }

    @Test
    void aServerThatSpeaksNoTls() throws IOException {
        try (var server = ScriptedServer.start(peer -> peer.send("HTTP/1.1 400 Bad Request\r\n\r\n"))) {
            assertTlsFailure(harness.fetch("https://127.0.0.1:" + server.port() + "/"), "in the TLS handshake");
        }
    }

    @Test
    void aRareScrapeKeepsItsSessionButNotItsConnection() throws IOException {
        ScriptedServer.Script once = peer -> {
            peer.request();
            seen.add("session of " + ((SSLSocket) peer.socket()).getSession().getCreationTime());
            peer.send(UP);
            peer.awaitClose();
        };
        try (var server = ScriptedServer.over(TestTls.server(), once, once)) {
            var client = harness.open(new Endpoint(
                    "https://localhost:" + server.port() + "/",
                    Duration.ofSeconds(61),
                    FetchHarness.PLENTY,
                    List.of(),
                    true,
                    true,
                    null,
                    TestTls.trusting(),
                    null));

            assertThat(harness.fetch(client).body()).isEqualTo("up 1\n");
            assertThat(harness.fetch(client).body()).isEqualTo("up 1\n");
            assertThat(server.connections()).isEqualTo(2);
            assertThat(seen).hasSize(2);
            assertThat(seen.get(1)).isEqualTo(seen.get(0));
        }
    }

    @Test
    void redirectsFromTlsToPlainTextTakeNoCredentials() throws IOException {
        try (var plain = ScriptedServer.start(answering(UP));
                var server = ScriptedServer.over(
                        TestTls.server(),
                        answering("HTTP/1.1 302 Found\r\nContent-Length: 0\r\nLocation: http://localhost:"
                                + plain.port() + "/\r\n\r\n"))) {
            var got = harness.fetch(new Endpoint(
                    "https://localhost:" + server.port() + "/",
                    Duration.ofSeconds(60),
                    FetchHarness.PLENTY,
                    List.of(),
                    true,
                    true,
                    new io.bkm.streams.targets.Credentials.Basic("user", "pass"),
                    TestTls.trusting(),
                    null));

            assertThat(got.body()).isEqualTo("up 1\n");
            assertThat(server.requests().getFirst()).contains("Authorization: Basic");
            assertThat(plain.requests().getFirst()).doesNotContain("Authorization");
        }
    }

    private static void assertTlsFailure(FetchHarness.Got got, String part) {
        assertThat(got.failed().reason()).isEqualTo(Reason.TLS);
        assertThat(got.failed().detail()).contains(part);
    }

    private static TlsSettings ca(String file) {
        return new TlsSettings(pem(file), null, null, null, false, null, null);
    }

    private FetchHarness.Got fetch(String host, @Nullable TlsSettings settings) throws IOException {
        return fetch(host, "127.0.0.1", settings);
    }

    /** One fetch from a server at {@code address} that notes what it saw of the client. */
    private FetchHarness.Got fetch(String host, String address, @Nullable TlsSettings settings) throws IOException {
        try (var server = ScriptedServer.over(TestTls.server(), address, peer -> {
            peer.request();
            note((SSLSocket) peer.socket());
            peer.send(UP);
        })) {
            return harness.fetch(endpoint("https://" + host + ":" + server.port() + "/", settings, null));
        }
    }

    private ScriptedServer needingClients() throws IOException {
        return ScriptedServer.over(TestTls.server(socket -> need(socket)), peer -> {
            peer.request();
            seen.add(principal((SSLSocket) peer.socket()).getName());
            peer.send(UP);
        });
    }

    private static void need(SSLServerSocket socket) {
        socket.setNeedClientAuth(true);
    }

    private void note(SSLSocket socket) {
        var session = (ExtendedSSLSession) socket.getSession();
        var names = new ArrayList<String>();
        session.getRequestedServerNames()
                .forEach(name -> names.add(new String(name.getEncoded(), StandardCharsets.US_ASCII)));
        seen.add(names.isEmpty() ? "no sni" : "sni:" + names.getFirst());
        seen.add(session.getProtocol());
    }

    private static Principal principal(SSLSocket socket) throws SSLPeerUnverifiedException {
        return socket.getSession().getPeerPrincipal();
    }
}
