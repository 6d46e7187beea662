package io.bkm.actors.placement;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.dataformat.cbor.databind.CBORMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;

/**
 * The list of a shard as bytes: deflated CBOR. Canonical: equal lists are equal bytes in every JVM, so two operators
 * that come to the same list come to the same hash.
 */
public final class AssignmentCodec {

    private static final TypeReference<List<AssignedEndpoint>> LIST = new TypeReference<>() {};

    // Maps in records are Map.copyOf, whose order differs from JVM to JVM: hence the sorting of keys.
    private static final ObjectMapper CBOR = CBORMapper.builder()
            .addModule(new JavaTimeModule())
            .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
            .disable(SerializationFeature.WRITE_DURATIONS_AS_TIMESTAMPS)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    private AssignmentCodec() {}

    /**
     * @param hash SHA-256 of the CBOR before compression, in hex: a newer zlib may compress differently
     */
    public record Encoded(String hash, Bytes bytes) {}

    /** @param sorted by endpoint id */
    public static Encoded encode(Collection<AssignedEndpoint> sorted) {
        var out = new ByteArrayOutputStream();
        var deflater = new Deflater(Deflater.BEST_SPEED);
        var digest = sha256();
        try (var deflate = new DeflaterOutputStream(out, deflater);
                var hash = new DigestOutputStream(deflate, digest)) {
            CBOR.writeValue(hash, sorted);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        } finally {
            deflater.end();
        }
        return new Encoded(HexFormat.of().formatHex(digest.digest()), Bytes.of(out.toByteArray()));
    }

    /**
     * Equal parts of the endpoints (rules, limits, dimensions, label values) are one object each.
     *
     * @throws IOException when the bytes are not what {@link #encode} made
     */
    public static List<AssignedEndpoint> decode(Bytes bytes) throws IOException {
        try (var inflate = new InflaterInputStream(new ByteArrayInputStream(bytes.content()))) {
            return new Interner().shareParts(CBOR.readValue(inflate, LIST));
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
