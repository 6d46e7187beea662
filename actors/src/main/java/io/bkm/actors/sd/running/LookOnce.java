package io.bkm.actors.sd.running;

import io.bkm.actors.sd.Answer;
import io.bkm.actors.sd.Discovery;
import io.bkm.actors.sd.FoundGroup;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/** For tools that look at what is on this machine once, and go no further. */
public final class LookOnce {

    private LookOnce() {}

    /** What the files among the discoveries hold now; a broken one is told of, and the others count. */
    public static Map<Discovery, Answer> files(Collection<Discovery> discoveries, SdSettings settings) {
        var answers = new HashMap<Discovery, Answer>();
        for (var discovery : discoveries) {
            if (discovery instanceof Discovery.File file) {
                answers.put(file, look(new FileLookup(file, settings)));
            }
        }
        return answers;
    }

    private static Answer look(FileLookup lookup) {
        var groups = new ArrayList<FoundGroup>();
        var failures = new ArrayList<String>();
        try {
            for (var file : lookup.parts()) {
                try {
                    groups.addAll(lookup.look(file));
                } catch (LookupFailure broken) {
                    failures.add(broken.reason());
                }
            }
        } catch (LookupFailure broken) {
            failures.add(broken.reason());
        }
        return new Answer(groups, String.join("; ", failures));
    }
}
