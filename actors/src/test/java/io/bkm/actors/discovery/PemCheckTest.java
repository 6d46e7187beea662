package io.bkm.actors.discovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PemCheckTest {

    @ParameterizedTest
    @CsvSource({
        "rsa.crt, rsa8.pem",
        "rsa.crt, rsa1.pem",
        "ec.crt, ec8.pem",
        "ec.crt, ec1.pem",
        "p384.crt, p384.pem",
        "ed.crt, ed8.pem"
    })
    void aCertificateAndItsKeyAreFine(String certificate, String key) throws IOException {
        var certificatePem = pem(certificate);
        var keyPem = pem(key);

        assertThatCode(() -> PemCheck.certificate(certificatePem, "ca")).doesNotThrowAnyException();
        assertThatCode(() -> PemCheck.keyPair(certificatePem, keyPem, "cert")).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @CsvSource({"rsa.crt, ec8.pem", "ec.crt, p384.pem", "ed.crt, rsa8.pem", "ec.crt, ec.crt"})
    void anotherKeyIsNot(String certificate, String key) throws IOException {
        var certificatePem = pem(certificate);
        var keyPem = pem(key);

        var refusal = catchThrowableOfType(Refusal.class, () -> PemCheck.keyPair(certificatePem, keyPem, "cert"));

        assertThat(refusal.reason()).startsWith("cert: ").contains("(expected: ");
    }

    @Test
    void aKeyIsNoCertificate() throws IOException {
        var keyPem = pem("rsa8.pem");

        var refusal = catchThrowableOfType(Refusal.class, () -> PemCheck.certificate(keyPem, "ca"));

        assertThat(refusal.reason()).isEqualTo("ca: a PEM block that is none (expected: a certificate)");
    }

    @Test
    void textIsNoCertificate() {
        var refusal = catchThrowableOfType(Refusal.class, () -> PemCheck.certificate("junk", "ca"));

        assertThat(refusal.reason()).isEqualTo("ca: no PEM block (expected: a certificate)");
    }

    @Test
    void aCertificateMayFollowText() throws IOException {
        var text = "Bag Attributes\n" + pem("rsa.crt");

        assertThatCode(() -> PemCheck.certificate(text, "ca")).doesNotThrowAnyException();
    }

    private static String pem(String name) throws IOException {
        return Files.readString(Manifests.resource("/pem/" + name), StandardCharsets.UTF_8);
    }
}
