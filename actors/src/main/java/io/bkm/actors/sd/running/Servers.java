package io.bkm.actors.sd.running;

import java.util.ArrayList;
import java.util.List;

/** Several servers that know the same: the first that answers is as good as any. */
final class Servers {

    private Servers() {}

    /** How one of them is asked. */
    interface Question<T> {

        /** @param url without a path: {@code http://host:port} */
        T ask(String url) throws LookupFailure;
    }

    /**
     * @param servers as {@code host:port}, which is over plain HTTP, or as URL
     * @throws LookupFailure with the reasons of all when none answers
     */
    static <T> T first(List<String> servers, Question<T> question) throws LookupFailure {
        var failures = new ArrayList<String>();
        for (var server : servers) {
            try {
                return question.ask(server.contains("://") ? server : "http://" + server);
            } catch (LookupFailure failure) {
                failures.add(failure.reason());
            }
        }
        throw new LookupFailure(String.join("; ", failures));
    }
}
