package io.bkm.streams.fetch;

import io.bkm.streams.fetch.FetchResult.Reason;
import io.bkm.streams.targets.Credentials;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** The value of the Authorization header. */
final class Authorization {

    /** Far more than any token; keeps a mistaken path from filling the heap. */
    private static final int MAX_FILE_BYTES = 64 * 1024;

    private final OAuth2Tokens tokens;

    Authorization(OAuth2Tokens tokens) {
        this.tokens = tokens;
    }

    /** For a request to {@code url}; null when there is nothing to show. Files are read again each time. */
    @Nullable
    String value(@Nullable Credentials credentials, HttpUrl url, Deadline deadline) throws FetchFailure {
        return switch (credentials) {
            case null -> url.userInfo().isEmpty() ? null : basic(url.userInfo());
            case Credentials.Basic(var username, var password) -> basic(username + ":" + password);
            case Credentials.Header(var scheme, var text) -> oneLine(scheme + " " + text, "credentials");
            case Credentials.HeaderFile(var scheme, var path) ->
                oneLine(scheme + " " + read(path), "credentials file " + path);
            case Credentials.OAuth2 oauth2 -> tokens.authorization(oauth2, deadline);
        };
    }

    static String basic(String userAndPassword) {
        return "Basic " + Base64.getEncoder().encodeToString(userAndPassword.getBytes(StandardCharsets.UTF_8));
    }

    /** A line break would begin a header of its own. */
    static String oneLine(String value, String what) throws FetchFailure {
        if (value.chars().anyMatch(c -> (c < ' ' && c != '\t') || c == 0x7f)) {
            throw new FetchFailure(Reason.CREDENTIALS, what + " with a control character (expected: one line of text)");
        }
        return value;
    }

    private static String read(String path) throws FetchFailure {
        try (var in = Files.newInputStream(Path.of(path))) {
            var bytes = in.readNBytes(MAX_FILE_BYTES + 1);
            if (bytes.length > MAX_FILE_BYTES) {
                throw new FetchFailure(
                        Reason.CREDENTIALS, "credentials file " + path + " larger than " + MAX_FILE_BYTES + " bytes");
            }
            return new String(bytes, StandardCharsets.UTF_8).strip();
        } catch (IOException e) {
            throw new FetchFailure(Reason.CREDENTIALS, "credentials file not read: " + e);
        }
    }
}
