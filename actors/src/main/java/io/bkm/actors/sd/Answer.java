package io.bkm.actors.sd;

import java.util.List;

/**
 * What a discovery has found.
 *
 * @param groups those of now; of a part that could not be asked, those that it had last
 * @param failure why some of them may be old, or missing; "" where all is well. Names what was asked and what was expected
 */
public record Answer(List<FoundGroup> groups, String failure) {

    /** Of a discovery that was not asked yet. */
    public static final Answer NONE = new Answer(List.of(), "");

    public Answer {
        groups = List.copyOf(groups);
    }
}
