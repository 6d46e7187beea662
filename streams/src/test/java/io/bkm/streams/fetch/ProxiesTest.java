package io.bkm.streams.fetch;

import static io.bkm.streams.fetch.FetchHarness.endpoint;
import static io.bkm.streams.fetch.ScriptedServer.answering;
import static org.assertj.core.api.Assertions.assertThat;

import io.bkm.streams.fetch.FetchResult.Reason;
import io.bkm.streams.targets.ProxySettings;
import io.bkm.streams.targets.TlsSettings;
import java.io.IOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(30)
class ProxiesTest {

    private static final String UP = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nup 1\n";

    @Test
    void readTheWholeUrlOfAPlainRequest() throws IOException {
        try (var harness = FetchHarness.withDefaults();
                var proxy = ScriptedServer.start(peer -> {
                    peer.request();
                    peer.send(UP);
                    peer.request();
                    peer.send(UP);
                })) {
            var settings = proxy("http://user:pass@127.0.0.1:" + proxy.port());
            // The proxy looks the name up: here nobody could.
            var client = harness.open(endpoint("http://far.example:9100/metrics", null, settings));

            assertThat(harness.fetch(client).body()).isEqualTo("up 1\n");
            assertThat(harness.fetch(client).body()).isEqualTo("up 1\n");
            assertThat(proxy.requests().getFirst())
                    .startsWith("GET http://far.example:9100/metrics HTTP/1.1\r\nHost: far.example:9100\r\n")
                    .contains("\r\nProxy-Authorization: Basic dXNlcjpwYXNz\r\n");
        }
    }

    @Test
    void makeATunnelForTls() throws IOException {
        try (var harness = FetchHarness.withDefaults();
                var target = ScriptedServer.over(TestTls.server(), answering(UP));
                var proxy = ScriptedServer.start(peer -> {
                    peer.request();
                    peer.send("HTTP/1.1 200 Connection established\r\n\r\n");
                    peer.join(target.port());
                })) {
            var settings = new ProxySettings(
                    "http://user:pass@127.0.0.1:" + proxy.port(), null, false, Map.of("X-Tenant", "blue"));

            assertThat(harness.fetch(endpoint("https://metrics.example/m", TestTls.trusting(), settings))
                            .body())
                    .isEqualTo("up 1\n");
            assertThat(proxy.requests())
                    .containsExactly(String.join(
                            "\r\n",
                            "CONNECT metrics.example:443 HTTP/1.1",
                            "Host: metrics.example:443",
                            "Proxy-Authorization: Basic dXNlcjpwYXNz",
                            "X-Tenant: blue",
                            "",
                            ""));
            assertThat(target.requests().getFirst())
                    .startsWith("GET /m HTTP/1.1\r\nHost: metrics.example\r\n")
                    .doesNotContain("Proxy-", "X-Tenant");
        }
    }

    @Test
    void mayBeReachedOverTlsThemselves() throws IOException {
        try (var harness = FetchHarness.withDefaults();
                var target = ScriptedServer.over(TestTls.server(), answering(UP));
                var proxy = ScriptedServer.over(TestTls.server(), peer -> {
                    peer.request();
                    peer.send("HTTP/1.1 200 OK\r\n\r\n");
                    peer.join(target.port());
                })) {
            var settings = proxy("https://127.0.0.1:" + proxy.port());

            assertThat(harness.fetch(endpoint("https://metrics.example/m", TestTls.trusting(), settings))
                            .body())
                    .isEqualTo("up 1\n");
        }
    }

    @Test
    void mayRefuse() throws IOException {
        try (var harness = FetchHarness.withDefaults();
                var proxy = ScriptedServer.start(answering("HTTP/1.1 407 No\r\nContent-Length: 0\r\n\r\n"))) {
            harness.fetch(endpoint("https://far.example/", null, proxy("http://127.0.0.1:" + proxy.port())))
                    .failedWith(
                            Reason.CONNECTION,
                            "far.example:443: CONNECT got HTTP status 407 (expected: 200), through proxy 127.0.0.1:"
                                    + proxy.port());
        }
    }

    @Test
    void mustBeHttpProxies() {
        try (var harness = FetchHarness.withDefaults()) {
            harness.fetch(endpoint("http://far.example/", null, proxy("socks5://127.0.0.1:1")))
                    .failedWith(
                            Reason.CONNECTION,
                            "far.example:80: proxy URL with scheme \"socks5\" (expected: http or https)");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "no exceptions: everything goes       | ''                 | http://localhost/     | true",
                "another host goes                    | b.example          | http://a.example/     | true",
                "the machine itself never does        | b.example          | http://localhost:1/   | false",
                "nor does its address                 | b.example          | http://127.0.0.3/     | false",
                "nor its IPv6 address                 | b.example          | http://[::1]/         | false",
                "a name is an exception               | x, A.example       | http://a.example:9/   | false",
                "and so is what is below it           | a.example          | http://b.a.example/   | false",
                "but not what only ends like it       | a.example          | http://ba.example/    | true",
                "a dot leaves the domain out          | .a.example         | http://a.example/     | true",
                "a dot means what is below            | .a.example         | http://b.a.example/   | false",
                "a star and a dot do the same         | *.a.example        | http://b.a.example/   | false",
                "a star is everything                 | *                  | http://a.example/     | false",
                "a port must be the same              | a.example:81       | http://a.example/     | true",
                "a port that is the same              | a.example:80       | http://a.example/     | false",
                "an address                           | 10.0.0.1           | http://10.0.0.1/      | false",
                "an address is no prefix              | 10.0.0.1           | http://10.0.0.11/     | true",
                "an address with a port               | 10.0.0.1:443       | https://10.0.0.1/     | false",
                "an IPv6 address                      | fd00::1            | http://[fd00:0::1]/   | false",
                "an IPv6 address with a port          | [fd00::1]:9        | http://[fd00::1]/     | true",
                "a network                            | 10.1.0.0/15        | http://10.0.3.4/      | false",
                "beyond the network                   | 10.0.0.0/15        | http://10.2.3.4/      | true",
                "a network says nothing of names      | 0.0.0.0/0          | http://a.example/     | true",
                "an IPv6 network                      | fd00::/8           | http://[fdff::1]/     | false",
                "a network that is none               | 10.0.0.0/x, a.b/8  | http://10.0.0.1/      | true",
            })
    void areChosenAsGoChoosesThem(String what, String noProxy, String url, boolean goes) throws FetchFailure {
        var proxies = Proxies.of(new ProxySettings("http://p:3128", noProxy, false, Map.of()), Map.of());

        assertThat(proxies.of(HttpUrl.parse(url)) != null).as(what).isEqualTo(goes);
    }

    @ParameterizedTest
    @CsvSource({
        "http://a.example/,      plain:80",
        "https://a.example/,     secure:8443",
        "http://b.example/,      ",
        "http://localhost/,      "
    })
    void areReadFromTheEnvironment(String url, @Nullable String proxy) throws FetchFailure {
        var environment = Map.of(
                "http_proxy",
                "plain",
                "HTTPS_PROXY",
                "https://secure:8443",
                "https_proxy",
                "x",
                "no_proxy",
                "b.example");

        var chosen = Proxies.of(new ProxySettings(null, null, true, Map.of()), environment)
                .of(HttpUrl.parse(url));

        assertThat(chosen == null ? null : chosen.hostAndPort()).isEqualTo(proxy);
    }

    @Test
    void areNotReadFromTheEnvironmentUnlessTheMonitorSaysSo() throws FetchFailure {
        var environment = Map.of("HTTP_PROXY", "http://p:3128");

        assertThat(Proxies.of(null, environment).of(HttpUrl.parse("http://a.example/")))
                .isNull();
    }

    @Test
    void anUnknownProxyOfTheTlsKindNeedsItsOwnTrust() throws IOException {
        try (var harness = FetchHarness.withDefaults();
                var proxy = ScriptedServer.over(TestTls.server(), answering(UP))) {
            var untrusting = new TlsSettings(null, null, null, null, false, null, null);
            var failed = harness.fetch(
                            endpoint("http://far.example/", untrusting, proxy("https://127.0.0.1:" + proxy.port())))
                    .failed();

            assertThat(failed.reason()).isEqualTo(Reason.TLS);
            assertThat(failed.detail()).endsWith(", through proxy 127.0.0.1:" + proxy.port());
        }
    }

    private static ProxySettings proxy(String url) {
        return new ProxySettings(url, null, false, Map.of());
    }
}
