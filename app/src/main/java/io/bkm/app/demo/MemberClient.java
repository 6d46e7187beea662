package io.bkm.app.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/** Asks the members over HTTP, as their users do: the same in one JVM and in four. */
final class MemberClient {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(TIMEOUT).build();
    private final DemoPorts ports;

    MemberClient(DemoPorts ports) {
        this.ports = ports;
    }

    /** The operator member's answer. */
    JsonNode json(String path) throws IOException, InterruptedException {
        return JSON.readTree(text(0, path));
    }

    String text(int member, String path) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + ports.http(member) + path))
                .timeout(TIMEOUT)
                .build();
        var answer = client.send(request, BodyHandlers.ofString());
        if (answer.statusCode() != 200) {
            throw new IOException(path + ": status " + answer.statusCode() + " (expected: 200): " + answer.body());
        }
        return answer.body();
    }
}
