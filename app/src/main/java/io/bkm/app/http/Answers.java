package io.bkm.app.http;

import static org.apache.pekko.http.javadsl.server.Directives.complete;
import static org.apache.pekko.http.javadsl.server.Directives.onComplete;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.apache.pekko.http.javadsl.model.ContentTypes;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.StatusCode;
import org.apache.pekko.http.javadsl.model.StatusCodes;
import org.apache.pekko.http.javadsl.server.Route;

/** Answers as the original gives them: JSON, text, and {@code {"msg": …}} where there is none. */
final class Answers {

    private static final JsonMapper JSON = new JsonMapper();

    private Answers() {}

    /** 503 with the reason where the stage fails. */
    static <T> Route when(CompletionStage<T> stage, Function<T, HttpResponse> answer) {
        return onComplete(
                stage,
                outcome -> complete(
                        outcome.isSuccess()
                                ? answer.apply(outcome.get())
                                : message(
                                        StatusCodes.SERVICE_UNAVAILABLE,
                                        reason(outcome.failed().get()))));
    }

    static HttpResponse message(StatusCode status, String message) {
        return json(status, JSON.createObjectNode().put("msg", message).toString());
    }

    /** @param body as it goes out */
    static HttpResponse json(StatusCode status, String body) {
        return HttpResponse.create().withStatus(status).withEntity(ContentTypes.APPLICATION_JSON, body);
    }

    static HttpResponse value(StatusCode status, Object value) {
        try {
            return HttpResponse.create()
                    .withStatus(status)
                    .withEntity(ContentTypes.APPLICATION_JSON, JSON.writeValueAsBytes(value));
        } catch (JsonProcessingException notWritable) {
            throw new IllegalStateException("an answer that is no JSON: " + value.getClass(), notWritable);
        }
    }

    static HttpResponse text(String body) {
        return HttpResponse.create().withEntity(ContentTypes.TEXT_PLAIN_UTF8, body.getBytes(StandardCharsets.UTF_8));
    }

    /** Why the cluster did not answer. */
    static String reason(Throwable failure) {
        var cause = failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        return cause instanceof TimeoutException
                ? "no answer in time: no operator runs, or it cannot be reached; the members go on with what they have"
                : Objects.toString(cause.getMessage(), cause.toString());
    }
}
