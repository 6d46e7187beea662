package io.bkm.app.http;

import com.typesafe.config.Config;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Optional;

/** The {@code bkm.api} section. What each key means, and its default: see reference.conf. */
public record ApiSettings(String token) {

    private static final String BEARER = "Bearer ";

    /** Reads them from the whole configuration. */
    public static ApiSettings from(Config root) {
        return new ApiSettings(root.getString("bkm.api.token"));
    }

    boolean hasToken() {
        return !token.isEmpty();
    }

    /** @param authorization the header of that name */
    boolean allows(Optional<String> authorization) {
        return hasToken()
                && authorization
                        .filter(header -> header.startsWith(BEARER))
                        .map(header -> header.substring(BEARER.length()))
                        .filter(this::isToken)
                        .isPresent();
    }

    /** Takes as long whatever is wrong with it. */
    private boolean isToken(String given) {
        return MessageDigest.isEqual(given.getBytes(StandardCharsets.UTF_8), token.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public String toString() {
        return "ApiSettings[token=" + (hasToken() ? "***" : "") + "]";
    }
}
