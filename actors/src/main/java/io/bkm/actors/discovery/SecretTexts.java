package io.bkm.actors.discovery;

import io.fabric8.kubernetes.api.model.Secret;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The texts in a Secret. stringData is how a manifest is written; the API server turns it into data. */
final class SecretTexts {

    private SecretTexts() {}

    /** The keys of all texts, sorted. */
    static Set<String> keys(Secret secret) {
        var keys = new TreeSet<String>();
        if (secret.getData() != null) {
            keys.addAll(secret.getData().keySet());
        }
        if (secret.getStringData() != null) {
            keys.addAll(secret.getStringData().keySet());
        }
        return keys;
    }

    /**
     * Null where there is no such key.
     *
     * @throws IllegalArgumentException when what is there is no base64
     */
    static @Nullable String text(Secret secret, String key) {
        var plain =
                secret.getStringData() == null ? null : secret.getStringData().get(key);
        if (plain != null) {
            return plain;
        }
        var encoded = secret.getData() == null ? null : secret.getData().get(key);
        return encoded == null ? null : new String(Base64.getMimeDecoder().decode(encoded), StandardCharsets.UTF_8);
    }
}
