package io.bkm.streams.joins;

import io.bkm.streams.joins.PodFacts.Container;
import io.bkm.streams.targets.PodJoin;
import org.jspecify.annotations.Nullable;

/** What a member knows of pods. Asked by all its pipelines at once, while it changes. */
public interface PodTable {

    /** Of those who know nobody to ask: samples go out without labels of pods. */
    PodTable EMPTY = new PodTable() {
        @Override
        public boolean covers(PodJoin join) {
            return true;
        }

        @Override
        public long version() {
            return 0;
        }

        @Override
        public @Nullable PodFacts pod(String namespace, String name) {
            return null;
        }

        @Override
        public @Nullable FoundContainer container(String id) {
            return null;
        }
    };

    /** @param pod that it is of */
    record FoundContainer(PodFacts pod, Container container) {}

    /**
     * Whether the pods of this join are known, or are not waited for any longer. Says at the same time that somebody needs
     * them, so it is asked before each scrape.
     */
    boolean covers(PodJoin join);

    /** Another number after each change, once the change is there to be seen. */
    long version();

    /** The same instance until something of it changes. */
    @Nullable
    PodFacts pod(String namespace, String name);

    /** @param id never empty */
    @Nullable
    FoundContainer container(String id);
}
