package io.bkm.actors.resources.kubernetes;

import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import org.jspecify.annotations.Nullable;

/** How far a watch is. */
sealed interface WatchState {

    /** Nothing is known yet; it is being tried. */
    record Starting() implements WatchState {}

    /** It was read whole once and is followed since, or will be again. */
    record Open() implements WatchState {}

    /** The API server does not know the kind: its CRD is not installed. */
    record Absent() implements WatchState {}

    record Forbidden(String reason) implements WatchState {}

    default boolean isSettled() {
        return !(this instanceof Starting);
    }

    /** What a failure means, null where trying again may help. */
    static @Nullable WatchState of(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof KubernetesClientException answer) {
                if (answer.getCode() == HttpURLConnection.HTTP_NOT_FOUND) {
                    return new Absent();
                }
                if (answer.getCode() == HttpURLConnection.HTTP_FORBIDDEN) {
                    return new Forbidden(ApiCalls.reason(answer));
                }
            }
        }
        return null;
    }
}
