package io.bkm.app.http;

import static org.apache.pekko.http.javadsl.server.Directives.complete;
import static org.apache.pekko.http.javadsl.server.Directives.completeWithFuture;
import static org.apache.pekko.http.javadsl.server.Directives.concat;
import static org.apache.pekko.http.javadsl.server.Directives.formField;
import static org.apache.pekko.http.javadsl.server.Directives.get;
import static org.apache.pekko.http.javadsl.server.Directives.parameterMap;
import static org.apache.pekko.http.javadsl.server.Directives.path;
import static org.apache.pekko.http.javadsl.server.Directives.pathPrefix;
import static org.apache.pekko.http.javadsl.server.Directives.post;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import java.time.Duration;
import java.util.Objects;
import java.util.function.Supplier;
import org.apache.pekko.http.javadsl.model.ContentTypes;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.StatusCodes;
import org.apache.pekko.http.javadsl.server.PathMatchers;
import org.apache.pekko.http.javadsl.server.Route;
import org.slf4j.LoggerFactory;

/** What changes something or shows the process from inside. All of it needs the token. */
final class AdminRoutes {

    private final ClusterView cluster;
    private final TokenGuard guard;
    private final Supplier<String> configuration;
    private final Profiles profiles = new Profiles();

    AdminRoutes(ClusterView cluster, TokenGuard guard, Supplier<String> configuration) {
        this.cluster = cluster;
        this.guard = guard;
        this.configuration = configuration;
    }

    Route route() {
        return concat(
                get(() -> concat(
                        path("configs", () -> guard.withToken(() -> complete(Answers.text(configuration.get())))),
                        pathPrefix(
                                "debug",
                                () -> pathPrefix(
                                        "pprof",
                                        () -> path(
                                                PathMatchers.segment(),
                                                name -> guard.withToken(() -> profile(name))))))),
                pathPrefix("-", this::administration));
    }

    private Route administration() {
        return concat(
                path(
                        "dispatch",
                        () -> onlyPost("/-/dispatch", () -> {
                            cluster.dispatch();
                            return complete(success());
                        })),
                path("logger", () -> onlyPost("/-/logger", () -> formField("level", AdminRoutes::setLevel))));
    }

    /** The JSON of the original, in its spelling. */
    private Route onlyPost(String route, Supplier<Route> action) {
        return concat(
                post(() -> guard.withToken(action)),
                complete(Answers.json(
                        StatusCodes.METHOD_NOT_ALLOWED,
                        "{\"msg\": \"" + route + " route only POST method supported\"}")));
    }

    private static HttpResponse success() {
        return Answers.json(StatusCodes.OK, "{\"status\": \"success\"}");
    }

    private static Route setLevel(String name) {
        var level = Level.toLevel(name, null);
        if (level == null) {
            return complete(Answers.message(
                    StatusCodes.BAD_REQUEST, "level: \"" + name + "\" (expected: error, warn, info, debug or trace)"));
        }
        if (LoggerFactory.getLogger("io.bkm") instanceof Logger ours) {
            ours.setLevel(level);
        }
        return complete(success());
    }

    private Route profile(String name) {
        return parameterMap(params -> {
            if (!name.equals("profile") && !name.equals("trace") && !name.equals("snapshot")) {
                return Profiles.text(name)
                        .map(text -> complete(Answers.text(text)))
                        .orElseGet(() ->
                                complete(Answers.message(StatusCodes.NOT_FOUND, name + " has no counterpart in Java")));
            }
            try {
                var seconds = Long.parseLong(params.getOrDefault("seconds", "30"));
                return completeWithFuture(
                        profiles.record(name.equals("trace") ? "profile" : "default", Duration.ofSeconds(seconds))
                                .thenApply(bytes -> HttpResponse.create()
                                        .withEntity(ContentTypes.APPLICATION_OCTET_STREAM, bytes)));
            } catch (NumberFormatException noNumber) {
                return complete(Answers.message(
                        StatusCodes.BAD_REQUEST, "seconds: " + params.get("seconds") + " (expected: a number)"));
            } catch (Profiles.Refused refused) {
                return complete(Answers.message(StatusCodes.CONFLICT, Objects.toString(refused.getMessage())));
            }
        });
    }
}
