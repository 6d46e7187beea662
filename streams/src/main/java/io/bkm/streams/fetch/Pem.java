package io.bkm.streams.fetch;

import java.io.ByteArrayInputStream;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;

/** A block of a PEM text (RFC 7468): a label and what it holds, in DER. Text around the blocks is left alone. */
final class Pem {

    /** Our own pattern over a setting's text; lazy up to the first end line, so it cannot run away. */
    private static final Pattern BLOCK =
            Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----(.*?)-----END \\1-----", Pattern.DOTALL);

    private final String label;
    private final byte[] der;

    private Pem(String label, byte[] der) {
        this.label = label;
        this.der = der;
    }

    String label() {
        return label;
    }

    byte[] der() {
        return der;
    }

    static List<Pem> blocks(String text) throws GeneralSecurityException {
        var blocks = new ArrayList<Pem>();
        var matcher = BLOCK.matcher(text);
        while (matcher.find()) {
            // Old keys have header lines: "Proc-Type: 4,ENCRYPTED" is the one that matters.
            if (matcher.group(2).contains("ENCRYPTED")) {
                throw new GeneralSecurityException("an encrypted private key (expected: one without a password)");
            }
            try {
                blocks.add(new Pem(matcher.group(1), Base64.getMimeDecoder().decode(matcher.group(2))));
            } catch (IllegalArgumentException e) {
                throw new GeneralSecurityException("a PEM block \"" + matcher.group(1) + "\" that is not Base64", e);
            }
        }
        return blocks;
    }

    /** All certificates in a text, at least one. */
    static List<X509Certificate> certificates(String text, String what) throws GeneralSecurityException {
        var factory = CertificateFactory.getInstance("X.509");
        var certificates = new ArrayList<X509Certificate>();
        for (var block : blocks(text)) {
            if (block.label.equals("CERTIFICATE")) {
                certificates.add((X509Certificate) factory.generateCertificate(new ByteArrayInputStream(block.der)));
            }
        }
        if (certificates.isEmpty()) {
            throw new GeneralSecurityException("no " + what + " (expected: PEM with BEGIN CERTIFICATE)");
        }
        return certificates;
    }
}
