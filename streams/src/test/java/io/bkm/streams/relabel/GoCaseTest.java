package io.bkm.streams.relabel;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GoCaseTest {

    @ParameterizedTest
    @CsvSource({
        "Stra\u00DFe, STRA\u00DFE, stra\u00DFe",
        "\u0130stanbul, \u0130STANBUL, istanbul",
        "\u03A3\u0391\u03A3, \u03A3\u0391\u03A3, \u03C3\u03B1\u03C3",
        "\u01C5, \u01C4, \u01C6",
        "\uFB00\u0149, \uFB00\u0149, \uFB00\u0149",
        "\u212A\u212B, \u212A\u212B, k\u00E5",
        "\uD801\uDC28, \uD801\uDC00, \uD801\uDC28"
    })
    void changesRuneByRune(String text, String upper, String lower) {
        assertThat(GoCase.upper(text)).isEqualTo(upper);
        assertThat(GoCase.lower(text)).isEqualTo(lower);
    }
}
