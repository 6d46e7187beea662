package io.bkm.actors.resources.kubernetes;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.KubernetesResourceList;
import io.fabric8.kubernetes.api.model.ListOptions;
import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Calls of the API server. What fabric8 throws is expected here: the server may be away, or say no. */
public final class ApiCalls {

    private ApiCalls() {}

    /** Asks for one page of a list. */
    @FunctionalInterface
    public interface Pager<T extends HasMetadata, E extends IOException> {
        KubernetesResourceList<T> list(ListOptions options) throws E;
    }

    /** @param refused what the refusal is to whoever calls */
    public static <T extends @Nullable Object, E extends IOException> T call(
            Supplier<T> call, Function<KubernetesClientException, E> refused) throws E {
        try {
            return call.get();
        } catch (KubernetesClientException refusal) {
            throw refused.apply(refusal);
        }
    }

    /** All of a list, a page at a time. */
    public static <T extends HasMetadata, E extends IOException> void forEach(
            long pageSize, Pager<T, E> pages, Consumer<? super T> to) throws E {
        var from = "";
        do {
            var page = pages.list(new ListOptionsBuilder()
                    .withLimit(pageSize)
                    .withContinue(from.isEmpty() ? null : from)
                    .build());
            page.getItems().forEach(to);
            var next = page.getMetadata() == null ? null : page.getMetadata().getContinue();
            from = next == null ? "" : next;
        } while (!from.isEmpty());
    }

    /** Whether somebody else created, changed or deleted the object between our look and our write. */
    public static boolean isOvertaken(KubernetesClientException refusal) {
        return refusal.getCode() == HttpURLConnection.HTTP_CONFLICT
                || refusal.getCode() == HttpURLConnection.HTTP_NOT_FOUND;
    }

    /** The server's own words where it has answered. */
    public static String reason(KubernetesClientException refusal) {
        var status = refusal.getStatus();
        return String.valueOf(
                status == null || status.getMessage() == null ? refusal.getMessage() : status.getMessage());
    }
}
