package io.bkm.actors.joins;

import io.bkm.actors.CborSerializable;
import io.bkm.streams.joins.PodFacts;
import java.util.List;

/** What a member is told of pods. */
sealed interface PodAnswer {

    /** The operator knows nothing yet: ask again. */
    record NotReady(long number) implements PodAnswer, CborSerializable {}

    /**
     * What changed, as it is now.
     *
     * @param to how far the member is with it
     * @param more whether there is more to ask for at once
     */
    record Changes(long number, PodPosition to, boolean more, List<PodFacts> changed, List<PodKey> gone)
            implements PodAnswer, CborSerializable {

        public Changes {
            changed = List.copyOf(changed);
            gone = List.copyOf(gone);
        }
    }

    /**
     * A page of all pods of the scope, in the order of their names. They may change while the pages are asked for, which
     * the changes after the first page's position tell.
     *
     * @param from that position; on later pages where the operator is by then
     */
    record Page(long number, PodPosition from, List<PodFacts> pods, boolean last)
            implements PodAnswer, CborSerializable {

        public Page {
            pods = List.copyOf(pods);
        }
    }

    /** There is something newer: ask. */
    record News(PodPosition now) implements PodAnswer, CborSerializable {}
}
