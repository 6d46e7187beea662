package io.bkm.app.http;

import static org.apache.pekko.http.javadsl.server.Directives.complete;
import static org.apache.pekko.http.javadsl.server.Directives.optionalHeaderValueByName;

import java.util.function.Supplier;
import org.apache.pekko.http.javadsl.model.StatusCodes;
import org.apache.pekko.http.javadsl.server.Route;

/** Lets in who has the token: where none is set, nobody. */
final class TokenGuard {

    private final ApiSettings settings;

    TokenGuard(ApiSettings settings) {
        this.settings = settings;
    }

    Route withToken(Supplier<Route> action) {
        return optionalHeaderValueByName("Authorization", authorization -> {
            if (settings.allows(authorization)) {
                return action.get();
            }
            return complete(
                    settings.hasToken()
                            ? Answers.message(
                                    StatusCodes.UNAUTHORIZED, "expected: Authorization: Bearer <bkm.api.token>")
                            : Answers.message(StatusCodes.FORBIDDEN, "bkm.api.token is not set (expected: a token)"));
        });
    }
}
