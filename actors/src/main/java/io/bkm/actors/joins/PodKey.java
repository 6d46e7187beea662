package io.bkm.actors.joins;

import io.bkm.streams.joins.PodFacts;
import java.util.Comparator;

/** A pod by its name. */
record PodKey(String namespace, String name) implements Comparable<PodKey> {

    private static final Comparator<PodKey> ORDER =
            Comparator.comparing(PodKey::namespace).thenComparing(PodKey::name);

    static PodKey of(PodFacts facts) {
        return new PodKey(facts.namespace(), facts.name());
    }

    @Override
    public int compareTo(PodKey other) {
        return ORDER.compare(this, other);
    }
}
