package io.bkm.actors.endpoints;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.cbor.databind.CBORMapper;
import io.bkm.actors.DurableFile;
import io.bkm.actors.placement.ShardKey;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One file for each shard, encrypted because lists hold credentials: four bytes of magic, twelve of nonce, then AES-256-GCM
 * of the checkpoint as CBOR. The shard's name is authenticated with it, so a file under another's name is not taken.
 */
final class CheckpointFiles implements Checkpoints {

    private static final Logger LOG = LoggerFactory.getLogger(CheckpointFiles.class);
    private static final byte[] MAGIC = "BKM1".getBytes(StandardCharsets.US_ASCII);
    private static final int NONCE_SIZE = 12;
    private static final int TAG_BITS = 128;
    private static final ObjectMapper CBOR = CBORMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    private final Path folder;
    private final SecretKey key;
    private final SecureRandom random = new SecureRandom();

    CheckpointFiles(Path folder, SecretKey key) {
        this.folder = folder;
        this.key = key;
    }

    /** As the settings say: in {@code state-dir}, or nowhere. */
    static Checkpoints of(EndpointSettings settings) {
        if (settings.stateDir().isEmpty()) {
            return NONE;
        }
        var folder = Path.of(settings.stateDir());
        var keyFile = settings.keyFile().isEmpty() ? folder.resolve("key") : Path.of(settings.keyFile());
        return new CheckpointFiles(folder, CheckpointKey.load(keyFile));
    }

    @Override
    public @Nullable Checkpoint read(ShardKey shard) {
        var file = file(shard);
        try {
            return decrypt(shard, Files.readAllBytes(file));
        } catch (NoSuchFileException none) {
            return null;
        } catch (IOException | GeneralSecurityException | IllegalArgumentException unusable) {
            LOG.atWarn()
                    .addKeyValue("shard", shard)
                    .addKeyValue("file", file)
                    .addKeyValue("reason", unusable)
                    .log("checkpoint cannot be read and is left out");
            return null;
        }
    }

    @Override
    public void write(Checkpoint checkpoint) throws IOException {
        try {
            DurableFile.write(file(checkpoint.shard()), encrypt(checkpoint));
        } catch (GeneralSecurityException e) {
            throw new IOException("checkpoint of " + checkpoint.shard() + " cannot be encrypted", e);
        }
    }

    private byte[] encrypt(Checkpoint checkpoint) throws IOException, GeneralSecurityException {
        var nonce = new byte[NONCE_SIZE];
        random.nextBytes(nonce);
        var sealed = cipher(Cipher.ENCRYPT_MODE, nonce, checkpoint.shard()).doFinal(CBOR.writeValueAsBytes(checkpoint));
        return ByteBuffer.allocate(MAGIC.length + NONCE_SIZE + sealed.length)
                .put(MAGIC)
                .put(nonce)
                .put(sealed)
                .array();
    }

    private Checkpoint decrypt(ShardKey shard, byte[] content) throws IOException, GeneralSecurityException {
        int start = MAGIC.length + NONCE_SIZE;
        if (content.length < start || !Arrays.equals(content, 0, MAGIC.length, MAGIC, 0, MAGIC.length)) {
            throw new IOException(content.length + " bytes (expected: a checkpoint that starts with BKM1)");
        }
        var nonce = Arrays.copyOfRange(content, MAGIC.length, start);
        var plain = cipher(Cipher.DECRYPT_MODE, nonce, shard).doFinal(content, start, content.length - start);
        return CBOR.readValue(plain, Checkpoint.class);
    }

    private Cipher cipher(int mode, byte[] nonce, ShardKey shard) throws GeneralSecurityException {
        var cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(shard.text().getBytes(StandardCharsets.UTF_8));
        return cipher;
    }

    private Path file(ShardKey shard) {
        return folder.resolve(URLEncoder.encode(shard.text(), StandardCharsets.UTF_8) + ".checkpoint");
    }
}
