package io.bkm.streams.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HttpUrlTest {

    @ParameterizedTest
    @CsvSource({
        "http://h,                        h,        80,   h,            /",
        "https://h,                       h,        443,  h,            /",
        "http://H:9100/metrics,           h,        9100, H:9100,       /metrics",
        "http://h:/m,                     h,        80,   h,            /m",
        "http://h?a=b,                    h,        80,   h,            /?a=b",
        "http://h/a%20b%zz,               h,        80,   h,            /a%20b%zz",
        "http://u:p@h:1/,                 h,        1,    h:1,          /",
        "http://u@v@h/,                   h,        80,   h,            /",
        "http://[::1]:9100/m,             ::1,      9100, [::1]:9100,   /m",
        "http://[FE80::1%25eth0]/,        fe80::1%eth0, 80, [FE80::1],  /",
        "http://10.0.0.1/m#frag?x,        10.0.0.1, 80,   10.0.0.1,     /m"
    })
    void isTakenApart(String url, String host, int port, String authority, String target) throws FetchFailure {
        var parsed = HttpUrl.parse(url);

        assertThat(parsed.host()).isEqualTo(host);
        assertThat(parsed.port()).isEqualTo(port);
        assertThat(parsed.authority()).isEqualTo(authority);
        assertThat(parsed.target()).isEqualTo(target);
    }

    /** The examples of RFC 3986, 5.4, as far as http has them. */
    @ParameterizedTest
    @CsvSource({
        "g,              /b/c/g",
        "./g,            /b/c/g",
        "g/,             /b/c/g/",
        "/g,             /g",
        "?y,             /b/c/d;p?y",
        "g?y,            /b/c/g?y",
        "#s,             /b/c/d;p?q",
        "g#s,            /b/c/g",
        ";x,             /b/c/;x",
        "g;x?y#s,        /b/c/g;x?y",
        "'',             /b/c/d;p?q",
        ".,              /b/c/",
        "..,             /b/",
        "../g,           /b/g",
        "../..,          /",
        "../../../g,     /g",
        "/./g,           /g",
        "/../g,          /g",
        "g.,             /b/c/g.",
        "..g,            /b/c/..g",
        "./../g,         /b/g",
        "g/./h,          /b/c/g/h",
        "g/../h,         /b/c/h",
        "g?y/../x,       /b/c/g?y/../x",
        "g:1,            -",
        "http://x/y,     /y",
        "//x:3/y,        /y"
    })
    void resolvesReferences(String reference, String target) throws FetchFailure {
        var base = HttpUrl.parse("http://u:p@a/b/c/d;p?q");
        if (target.equals("-")) {
            assertThat(failureOf(() -> base.resolve(reference))).startsWith("URL with scheme");
            return;
        }

        assertThat(base.resolve(reference).target()).isEqualTo(target);
    }

    @Test
    void keepsCredentialsOnlyForReferencesWithoutAHost() throws FetchFailure {
        var base = HttpUrl.parse("https://u:p@a/b");

        assertThat(base.resolve("/c").userInfo()).isEqualTo("u:p");
        assertThat(base.resolve("//a/c")).isEqualTo(HttpUrl.parse("https://a/c"));
    }

    @Test
    void itsTextHoldsNoCredentials() throws FetchFailure {
        assertThat(HttpUrl.parse("https://u:secret@h/x?token=secret")).hasToString("https://h:443");
    }

    @Test
    void nothingInItBreaksTheRequestLine() throws FetchFailure {
        assertThat(HttpUrl.parse("http://h/a\r\nX: y\u0000\u007f").target()).isEqualTo("/a%0D%0AX:%20y%00%7F");
        assertThat(failureOf(() -> HttpUrl.parse("http://h\r\nX: y/"))).isEqualTo("URL with no host");
    }

    private interface Parsing {
        HttpUrl parse() throws FetchFailure;
    }

    private static String failureOf(Parsing parsing) {
        try {
            return "no failure: " + parsing.parse();
        } catch (FetchFailure e) {
            return e.detail();
        }
    }
}
