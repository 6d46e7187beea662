package io.bkm.app.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TargetsJsonTest {

    @ParameterizedTest
    @CsvSource({
        "http://a:1/metrics, http://a:1/metrics",
        "http://user:secret@a:1/metrics, http://a:1/metrics",
        "http://user@a/x?m=b@c, http://a/x?m=b@c",
        "https://a/x@y, https://a/x@y",
        "http://a?x=b@c, http://a?x=b@c"
    })
    void showsNoCredentialOfAUrl(String url, String shown) {
        assertThat(TargetsJson.withoutUserInfo(url)).isEqualTo(shown);
    }
}
