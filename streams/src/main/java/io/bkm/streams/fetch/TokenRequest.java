package io.bkm.streams.fetch;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.bkm.streams.fetch.FetchResult.Reason;
import io.bkm.streams.targets.Credentials.OAuth2;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Asks a token endpoint for a token (RFC 6749, 4.4). */
final class TokenRequest {

    private static final long MAX_ANSWER_BYTES = 1 << 20;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Connector connector;
    private final BodyReader bodies;
    private final BodyBuffers buffers;
    private final int maxHeadSize;

    TokenRequest(Connector connector, BodyReader bodies, BodyBuffers buffers, int maxHeadSize) {
        this.connector = connector;
        this.bodies = bodies;
        this.buffers = buffers;
        this.maxHeadSize = maxHeadSize;
    }

    OAuth2Tokens.Token send(OAuth2 credentials, Deadline deadline) throws FetchFailure {
        var url = HttpUrl.parse(credentials.tokenUrl());
        try {
            return send(credentials, url, deadline);
        } catch (FetchFailure e) {
            boolean ours = e.reason() == Reason.TIMEOUT || e.reason() == Reason.CANCELLED;
            throw new FetchFailure(
                    ours ? e.reason() : Reason.CREDENTIALS,
                    "OAuth2 token from " + url.hostAndPort() + ": " + e.detail());
        }
    }

    /** Servers differ in where they look for the client's secret: the header is tried first, as Go does. */
    private OAuth2Tokens.Token send(OAuth2 credentials, HttpUrl url, Deadline deadline) throws FetchFailure {
        var options = new Connector.Options(credentials.tls(), Map.of());
        try (var connection = new KeptConnection(connector, options, maxHeadSize);
                var body = buffers.tryTake(BodyBuffers.SMALLEST)) {
            if (body == null) {
                throw BodyReader.noMemory();
            }
            int status = exchange(connection, url, inHeader(credentials, url), deadline, body);
            if (status / 100 != 2) {
                status = exchange(connection, url, inForm(credentials, url), deadline, body);
            }
            if (status / 100 != 2) {
                throw new FetchFailure(Reason.CREDENTIALS, "HTTP status " + status + " (expected: 200)");
            }
            return token(body);
        }
    }

    private int exchange(KeptConnection connection, HttpUrl url, byte[] request, Deadline deadline, BodyBuffer body)
            throws FetchFailure {
        var answer = connection.send(Route.to(url, null), request, deadline, WireInput.ownRoom(maxHeadSize));
        try {
            body.clear();
            var source = BodySource.of(answer.head(), answer.wire());
            var _ = bodies.read(answer.head(), source, body, MAX_ANSWER_BYTES);
            connection.keep(answer);
            return answer.head().status();
        } catch (IOException e) {
            answer.connection().close();
            throw deadline.explain(e, Stage.TOKEN);
        } catch (FetchFailure e) {
            answer.connection().close();
            throw e;
        }
    }

    private static OAuth2Tokens.Token token(BodyBuffer body) throws FetchFailure {
        try {
            var json = JSON.readTree(body.array(), 0, body.length());
            var token = json.path("access_token").asText("");
            if (token.isEmpty()) {
                throw new FetchFailure(Reason.CREDENTIALS, "an answer without access_token");
            }
            var authorization = scheme(json.path("token_type").asText("")) + " " + token;
            return OAuth2Tokens.Token.expiringIn(
                    Authorization.oneLine(authorization, "a token"),
                    json.path("expires_in").asLong(0),
                    System.nanoTime());
        } catch (JsonProcessingException e) {
            throw new FetchFailure(Reason.CREDENTIALS, "an answer that is not JSON");
        } catch (IOException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** Servers write "bearer", resource servers want "Bearer". */
    private static String scheme(String tokenType) {
        return switch (tokenType.toLowerCase(Locale.ROOT)) {
            case "", "bearer" -> "Bearer";
            case "mac" -> "MAC";
            case "basic" -> "Basic";
            default -> tokenType;
        };
    }

    private static byte[] inHeader(OAuth2 credentials, HttpUrl url) {
        var user = encode(credentials.clientId()) + ":" + encode(credentials.clientSecret());
        return post(url, "Authorization: " + Authorization.basic(user) + "\r\n", form(credentials));
    }

    private static byte[] inForm(OAuth2 credentials, HttpUrl url) {
        var form = form(credentials);
        form.put("client_id", credentials.clientId());
        form.put("client_secret", credentials.clientSecret());
        return post(url, "", form);
    }

    private static Map<String, String> form(OAuth2 credentials) {
        var form = new TreeMap<String, String>();
        form.put("grant_type", "client_credentials");
        if (!credentials.scopes().isEmpty()) {
            form.put("scope", String.join(" ", credentials.scopes()));
        }
        form.putAll(credentials.endpointParams());
        return form;
    }

    private static byte[] post(HttpUrl url, String headers, Map<String, String> form) {
        var body = new StringBuilder();
        form.forEach((name, value) -> body.append(body.isEmpty() ? "" : "&")
                .append(encode(name))
                .append('=')
                .append(encode(value)));
        var request = "POST " + url.target() + " HTTP/1.1\r\nHost: " + url.authority() + "\r\n" + headers
                + "Accept: application/json\r\nAccept-Encoding: identity\r\n"
                + "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: " + body.length() + "\r\n\r\n"
                + body;
        return request.getBytes(StandardCharsets.US_ASCII);
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
