package io.bkm.streams.exposition;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FloatScannerTest {

    private static final int TEXTS = 250_000;

    private final FloatScanner scanner = new FloatScanner();
    private final Random random = new Random(20260101);

    @Test
    void readsTheShortestTextOfAnyDouble() {
        for (int i = 0; i < TEXTS; i++) {
            double value = Double.longBitsToDouble(random.nextLong());
            if (Double.isFinite(value)) {
                assertReadsAsTheJdkDoes(Double.toString(value));
            }
        }
    }

    @Test
    void readsWhatExportersWrite() {
        for (int i = 0; i < TEXTS; i++) {
            double value = random.nextGaussian() * Math.pow(10, random.nextInt(24) - 8);
            assertReadsAsTheJdkDoes(
                    switch (random.nextInt(4)) {
                        case 0 -> Long.toString((long) value);
                        case 1 ->
                            new BigDecimal(value)
                                    .setScale(6, RoundingMode.HALF_EVEN)
                                    .toString();
                        case 2 ->
                            new BigDecimal(value).round(new MathContext(18)).toString();
                        default -> Double.toString(value);
                    });
        }
    }

    @Test
    void readsDigitsAndExponentsOfAnyLength() {
        for (int i = 0; i < TEXTS; i++) {
            var text = new StringBuilder(random.nextBoolean() ? "-" : "");
            digits(text, 1 + random.nextInt(24));
            if (random.nextBoolean()) {
                digits(text.append('.'), random.nextInt(24));
            }
            if (random.nextBoolean()) {
                text.append('e').append(random.nextInt(720) - 360);
            }
            assertReadsAsTheJdkDoes(text.toString());
        }
    }

    /** Where rounding is hardest: exactly between two doubles, and a hair beside it. */
    @Test
    void roundsTiesToEven() {
        for (int i = 0; i < TEXTS; i++) {
            long odd = (random.nextLong() >>> 10 | 1L << 53) | 1; // 54 bits: halfway between two doubles
            assertReadsAsTheJdkDoes(Long.toString(odd));
            assertReadsAsTheJdkDoes(odd + ".0000000000000000000000000000001");
            assertReadsAsTheJdkDoes(odd + "e" + (random.nextInt(40) - 20));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0",
                "-0",
                "0.0",
                "000000000000000000000000000001",
                "4.9e-324",
                "2.4703282292062327e-324",
                "2.4703282292062328e-324",
                "2.2250738585072011e-308",
                "2.2250738585072014e-308",
                "1.7976931348623157e308",
                "1.7976931348623158e308",
                "9007199254740993",
                "18446744073709551615",
                "18446744073709551616",
                "1e22",
                "1e23",
                "8.5e22",
                "0.000000000000000000000000000000000001e36",
                "6.631236846766476e-316",
                "1e-1000",
                "0e99999"
            })
    void readsTheCornersOfTheRange(String text) {
        assertReadsAsTheJdkDoes(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.7976931348623159e308", "1e309", "-1e9999999999", "123456789e301"})
    void refusesWhatIsOutOfRange(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);

        scanner.parse(bytes, 0, bytes.length);

        assertThat(scanner.end()).isEqualTo(-1);
        assertThat(scanner.outOfRange()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "", "+", ".", "e5", "1e", "1e+", "1 ", " 1", "0x10", "1d", "1_0", "infinit", "+nan", "--1", "1.2.3"
            })
    void refusesWhatIsNoFloat(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);

        scanner.parse(bytes, 0, bytes.length);

        assertThat(scanner.end()).isEqualTo(-1);
        assertThat(scanner.outOfRange()).isFalse();
    }

    private void digits(StringBuilder text, int count) {
        for (int i = 0; i < count; i++) {
            text.append((char) ('0' + random.nextInt(10)));
        }
    }

    private void assertReadsAsTheJdkDoes(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        double expected = Double.parseDouble(text);

        double value = scanner.scan(bytes, 0, bytes.length);

        if (scanner.end() != bytes.length
                || Double.doubleToRawLongBits(value) != Double.doubleToRawLongBits(expected)) {
            assertThat(value).as(text).isEqualTo(expected);
            assertThat(scanner.end()).as(text).isEqualTo(bytes.length);
        }
    }
}
