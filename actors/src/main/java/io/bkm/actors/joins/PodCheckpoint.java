package io.bkm.actors.joins;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.cbor.databind.CBORMapper;
import io.bkm.actors.DurableFile;
import io.bkm.streams.joins.PodFacts;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a member knew of pods, kept over its restarts: deflated CBOR, in one file. It holds names, and those labels and
 * annotations that go out on samples anyway.
 */
record PodCheckpoint(PodPosition position, PodScope scope, List<PodFacts> pods) {

    private static final Logger LOG = LoggerFactory.getLogger(PodCheckpoint.class);
    private static final ObjectMapper CBOR = CBORMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    PodCheckpoint {
        pods = List.copyOf(pods);
    }

    void write(Path file) throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var deflate = new DeflaterOutputStream(bytes)) {
            CBOR.writeValue(deflate, this);
        }
        DurableFile.write(file, bytes.toByteArray());
    }

    /** Null where there is none, or none that can be read. */
    static @Nullable PodCheckpoint read(Path file) {
        try (var inflate = new InflaterInputStream(new ByteArrayInputStream(Files.readAllBytes(file)))) {
            return CBOR.readValue(inflate, PodCheckpoint.class);
        } catch (NoSuchFileException none) {
            return null;
        } catch (IOException | IllegalArgumentException unusable) {
            LOG.atWarn()
                    .addKeyValue("file", file)
                    .addKeyValue("reason", unusable)
                    .log("what was known of pods cannot be read and is left out");
            return null;
        }
    }
}
