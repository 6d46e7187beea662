package io.bkm.actors.discovery;

import java.util.List;

/**
 * A group's targets in full: with their place and where their samples go.
 *
 * @param targets of {@code made}, but for those that have no place
 * @param problems why some are none
 */
record BuiltGroup(GroupTargets made, List<DiscoveredTarget> targets, List<String> problems) {

    BuiltGroup {
        targets = List.copyOf(targets);
        problems = List.copyOf(problems);
    }
}
