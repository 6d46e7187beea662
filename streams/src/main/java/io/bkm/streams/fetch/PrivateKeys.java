package io.bkm.streams.fetch;

import java.io.ByteArrayOutputStream;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/** Private keys in the forms that tools write: PKCS#8, and the older ones of RSA (PKCS#1) and EC (SEC 1). */
final class PrivateKeys {

    private static final List<String> ALGORITHMS = List.of("RSA", "EC", "EdDSA");

    private static final int INTEGER = 0x02;
    private static final int OCTETS = 0x04;
    private static final int OID = 0x06;
    private static final int SEQUENCE = 0x30;
    /** {@code parameters [0]} of an ECPrivateKey. */
    private static final int PARAMETERS = 0xa0;

    private static final byte[] VERSION_0 = der(INTEGER, new byte[] {0});
    private static final byte[] RSA = HexFormat.of().parseHex("06092a864886f70d0101010500");
    private static final byte[] EC = HexFormat.of().parseHex("06072a8648ce3d0201");

    private PrivateKeys() {}

    /** The first private key in a PEM text. */
    static PrivateKey read(String text) throws GeneralSecurityException {
        for (var block : Pem.blocks(text)) {
            switch (block.label()) {
                case "PRIVATE KEY" -> {
                    return pkcs8(block.der());
                }
                case "RSA PRIVATE KEY" -> {
                    return pkcs8(wrap(RSA, block.der()));
                }
                case "EC PRIVATE KEY" -> {
                    return pkcs8(wrap(join(EC, curve(block.der())), block.der()));
                }
                case "ENCRYPTED PRIVATE KEY" ->
                    throw new GeneralSecurityException("an encrypted private key (expected: one without a password)");
                default -> {} // certificates and parameters may stand beside it
            }
        }
        throw new GeneralSecurityException("no private key (expected: PEM with BEGIN PRIVATE KEY)");
    }

    /** The structure names its algorithm, but only the right factory accepts it: trying is simpler than reading it. */
    private static PrivateKey pkcs8(byte[] der) throws GeneralSecurityException {
        for (var algorithm : ALGORITHMS) {
            try {
                return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(der));
            } catch (InvalidKeySpecException notThisOne) {
                // the next one may be the right one
            }
        }
        throw new GeneralSecurityException("a private key that is none of " + ALGORITHMS);
    }

    /** PKCS#8 around an older form: version, algorithm, key (RFC 5208, 5). */
    private static byte[] wrap(byte[] algorithm, byte[] key) {
        return der(SEQUENCE, join(VERSION_0, der(SEQUENCE, algorithm), der(OCTETS, key)));
    }

    /** The curve's OID out of an ECPrivateKey (RFC 5915, 3), as DER. */
    private static byte[] curve(byte[] ecPrivateKey) throws GeneralSecurityException {
        try {
            var outer = new Der(ecPrivateKey, 0);
            for (int at = outer.content; at < outer.end; ) {
                var part = new Der(ecPrivateKey, at);
                if (part.tag == PARAMETERS && new Der(ecPrivateKey, part.content).tag == OID) {
                    return Arrays.copyOfRange(ecPrivateKey, part.content, part.end);
                }
                at = part.end;
            }
        } catch (ArrayIndexOutOfBoundsException e) {
            throw new GeneralSecurityException("an EC private key that is not DER", e);
        }
        throw new GeneralSecurityException("an EC private key without a named curve");
    }

    /** Tag, length and place of one DER element. */
    private static final class Der {
        final int tag;
        final int content;
        final int end;

        Der(byte[] bytes, int at) {
            tag = bytes[at] & 0xff;
            int length = bytes[at + 1] & 0xff;
            int next = at + 2;
            if (length > 0x80) {
                int digits = length & 0x7f;
                length = 0;
                for (int i = 0; i < digits; i++) {
                    length = (length << 8) | (bytes[next++] & 0xff);
                }
            }
            content = next;
            end = Math.max(next, next + length); // a length that overflowed must not lead backwards
        }
    }

    private static byte[] der(int tag, byte[] content) {
        var out = new ByteArrayOutputStream(content.length + 4);
        out.write(tag);
        if (content.length < 0x80) {
            out.write(content.length);
        } else if (content.length < 0x100) {
            out.write(0x81);
            out.write(content.length);
        } else {
            out.write(0x82); // no key is longer than 64 kB
            out.write(content.length >> 8);
            out.write(content.length);
        }
        out.writeBytes(content);
        return out.toByteArray();
    }

    private static byte[] join(byte[]... parts) {
        var out = new ByteArrayOutputStream();
        for (var part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }
}
