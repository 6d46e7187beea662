package io.bkm.actors.discovery;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Checks certificates and keys as prometheus-operator does ({@code pkg/assets/tls.go}). */
final class PemCheck {

    private static final Pattern BLOCK = Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----([^-]*)-----END \\1-----");

    private static final byte[] RSA = HexFormat.of().parseHex("300d06092a864886f70d0101010500");
    private static final byte[] EC = HexFormat.of().parseHex("06072a8648ce3d0201");
    private static final byte[] VERSION_0 = {2, 1, 0};
    private static final int SEQUENCE = 0x30;
    private static final int OCTETS = 0x04;
    private static final int EC_PARAMETERS = 0xA0;

    private static final byte[] MESSAGE = {1, 2, 3, 4};

    private record Block(String label, String base64) {
        /** @throws IllegalArgumentException where it is no base64 */
        byte[] content() {
            return Base64.getMimeDecoder().decode(base64);
        }
    }

    private PemCheck() {}

    /** The first block must be a certificate, whatever its label says. */
    static void certificate(String pem, String field) throws Refusal {
        var _ = parse(block(pem, ""), field);
    }

    /** The key must be the one of the first certificate. */
    static void keyPair(String certificatePem, String keyPem, String field) throws Refusal {
        var certificate = parse(block(certificatePem, "CERTIFICATE"), field);
        var key = block(keyPem, "PRIVATE KEY");
        if (key == null) {
            throw new Refusal(field, "no key", "a PEM block of a private key");
        }
        try {
            if (!belongTogether(certificate.getPublicKey(), key)) {
                throw new Refusal(field, "certificate and key", "that they belong together");
            }
        } catch (GeneralSecurityException | IndexOutOfBoundsException | IllegalArgumentException badKey) {
            throw new Refusal(field, "a key that cannot be read", "the private key of the certificate");
        }
    }

    private static X509Certificate parse(@Nullable Block block, String field) throws Refusal {
        if (block == null) {
            throw new Refusal(field, "no PEM block", "a certificate");
        }
        try {
            var factory = CertificateFactory.getInstance("X.509");
            return (X509Certificate) factory.generateCertificate(new ByteArrayInputStream(block.content()));
        } catch (GeneralSecurityException | IllegalArgumentException notACertificate) {
            throw new Refusal(field, "a PEM block that is none", "a certificate");
        }
    }

    private static @Nullable Block block(String pem, String labelEnd) {
        var matcher = BLOCK.matcher(pem);
        while (matcher.find()) {
            if (matcher.group(1).endsWith(labelEnd)) {
                return new Block(matcher.group(1), matcher.group(2));
            }
        }
        return null;
    }

    private static boolean belongTogether(PublicKey publicKey, Block key) throws GeneralSecurityException {
        var privateKey = privateKey(key, publicKey.getAlgorithm());
        var algorithm = switch (publicKey.getAlgorithm()) {
            case "RSA" -> "SHA256withRSA";
            case "EC" -> "SHA256withECDSA";
            default -> publicKey.getAlgorithm();
        };
        var signature = Signature.getInstance(algorithm);
        signature.initSign(privateKey);
        signature.update(MESSAGE);
        var signed = signature.sign();
        signature.initVerify(publicKey);
        signature.update(MESSAGE);
        return signature.verify(signed);
    }

    private static PrivateKey privateKey(Block key, String algorithm) throws GeneralSecurityException {
        var pkcs8 = switch (key.label) {
            case "RSA PRIVATE KEY" -> der(SEQUENCE, VERSION_0, RSA, der(OCTETS, key.content()));
            case "EC PRIVATE KEY" ->
                der(SEQUENCE, VERSION_0, der(SEQUENCE, EC, curve(key.content())), der(OCTETS, key.content()));
            default -> key.content();
        };
        return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
    }

    /** The name of the curve in an ECPrivateKey (RFC 5915): version, key, then the parameters. */
    private static byte[] curve(byte[] key) throws GeneralSecurityException {
        int at = 2 + (key[1] < 0 ? key[1] & 0x7F : 0);
        while (at < key.length) {
            int length = key[at + 1];
            if ((key[at] & 0xFF) == EC_PARAMETERS) {
                return Arrays.copyOfRange(key, at + 2, at + 2 + length);
            }
            at += 2 + length;
        }
        throw new GeneralSecurityException("no curve");
    }

    private static byte[] der(int tag, byte[]... parts) {
        var content = new ByteArrayOutputStream();
        for (var part : parts) {
            content.writeBytes(part);
        }
        var out = new ByteArrayOutputStream();
        out.write(tag);
        if (content.size() < 128) {
            out.write(content.size());
        } else {
            out.write(0x82);
            out.write(content.size() >> 8);
            out.write(content.size());
        }
        out.writeBytes(content.toByteArray());
        return out.toByteArray();
    }
}
