package io.bkm.actors.discovery;

import java.util.List;

/**
 * What the resources come to.
 *
 * @param dropped number of targets that relabeling dropped
 */
public record Expanded(List<DiscoveredTarget> targets, List<Rejected> rejected, int dropped) {

    public Expanded {
        targets = List.copyOf(targets);
        rejected = List.copyOf(rejected);
    }
}
