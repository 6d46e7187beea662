package io.bkm.streams.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.interfaces.ECPrivateKey;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PrivateKeysTest {

    @Test
    void theOlderFormsHoldTheSameKey() throws GeneralSecurityException {
        assertThat(PrivateKeys.read(TestTls.pem("client-rsa-pkcs1.key")))
                .isEqualTo(PrivateKeys.read(TestTls.pem("client-rsa.key")));
        assertThat(secret("client-ec-sec1.key")).isEqualTo(secret("client-ec.key"));
    }

    @Test
    void aCertificateMayStandBefore() throws GeneralSecurityException {
        var text = TestTls.pem("client-ec.pem") + TestTls.pem("client-ec.key");

        assertThat(PrivateKeys.read(text).getAlgorithm()).isEqualTo("EC");
    }

    @Test
    void edwardsCurvesAreKeysToo() throws GeneralSecurityException {
        assertThat(PrivateKeys.read(TestTls.pem("ed25519.key")).getAlgorithm()).isEqualTo("EdDSA");
    }

    @ParameterizedTest
    @CsvSource({"PRIVATE KEY", "RSA PRIVATE KEY", "EC PRIVATE KEY"})
    void rubbishIsRefused(String label) {
        var text = "-----BEGIN " + label + "-----\nMAMCAQE=\n-----END " + label + "-----\n";
        var cut = "-----BEGIN " + label + "-----\nMA==\n-----END " + label + "-----\n";

        assertThatExceptionOfType(GeneralSecurityException.class).isThrownBy(() -> PrivateKeys.read(text));
        assertThatExceptionOfType(GeneralSecurityException.class).isThrownBy(() -> PrivateKeys.read(cut));
    }

    /** EC keys that were written with and without their public half are not equal as objects. */
    private static BigInteger secret(String file) throws GeneralSecurityException {
        return ((ECPrivateKey) PrivateKeys.read(TestTls.pem(file))).getS();
    }
}
