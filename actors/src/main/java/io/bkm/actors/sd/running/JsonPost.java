package io.bkm.actors.sd.running;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Sends JSON and gets JSON: how etcd and Polaris are asked. No credentials, and TLS as the JDK does it. */
final class JsonPost implements AutoCloseable {

    private static final JsonMapper JSON = new JsonMapper();

    private final SdSettings settings;
    private @Nullable HttpClient client;

    JsonPost(SdSettings settings) {
        this.settings = settings;
    }

    /** Made when it is first needed: the JDK then reads all certificates that it trusts, and most clusters have neither server. */
    private synchronized HttpClient client() {
        var made = client;
        if (made == null) {
            made = HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .connectTimeout(settings.timeout())
                    .build();
            client = made;
        }
        return made;
    }

    /** @param most how long it may take, where that is shorter than the settings' time */
    JsonNode send(String url, Map<String, Object> body, Duration most) throws LookupFailure {
        try {
            var request = HttpRequest.newBuilder(URI.create(url))
                    .timeout(settings.timeoutWithin(most))
                    .header("Content-Type", "application/json")
                    .POST(HttpRequest.BodyPublishers.ofString(JSON.writeValueAsString(body)))
                    .build();
            var response = client().send(request, HttpResponse.BodyHandlers.ofInputStream());
            try (var in = response.body()) {
                var bytes = in.readNBytes(settings.maxAnswerSize() + 1);
                if (response.statusCode() != 200) {
                    throw new LookupFailure(url + ": HTTP status " + response.statusCode() + " (expected: 200)");
                }
                if (bytes.length > settings.maxAnswerSize()) {
                    throw new LookupFailure(url + ": more than " + settings.maxAnswerSize()
                            + " bytes (expected: at most bkm.discovery.max-answer-size)");
                }
                var answer = read(bytes);
                if (answer == null) {
                    throw new LookupFailure(url + ": no JSON (expected: a JSON object)");
                }
                return answer;
            }
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        } catch (IOException | IllegalArgumentException unreachable) {
            throw new LookupFailure(url + ": " + unreachable.getClass().getSimpleName() + " (expected: an answer)");
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
            throw new LookupFailure(url + ": interrupted");
        }
    }

    /** Null where it is no JSON object. */
    static @Nullable JsonNode read(byte[] bytes) {
        try {
            var node = JSON.readTree(bytes);
            return node != null && node.isObject() ? node : null;
        } catch (IOException noJson) {
            return null;
        }
    }

    @Override
    public synchronized void close() {
        if (client != null) {
            client.shutdownNow();
        }
    }
}
