package io.bkm.actors.sd.running;

import io.bkm.actors.sd.FoundGroup;
import java.util.List;

/**
 * Asks one discovery. In parts, so that one that fails keeps what it had while the others go on. May block; called on
 * virtual threads.
 */
interface Lookup {

    /** The parts that there are now: URLs, files, names. */
    List<String> parts() throws LookupFailure;

    /** The groups of one of them; several may be asked at once. */
    List<FoundGroup> look(String part) throws LookupFailure;
}
