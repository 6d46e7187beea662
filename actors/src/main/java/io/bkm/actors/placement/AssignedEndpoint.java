package io.bkm.actors.placement;

import io.bkm.streams.targets.Endpoint;
import io.bkm.streams.targets.EndpointId;
import io.bkm.streams.targets.Target;
import java.util.List;

/**
 * An endpoint in a shard's list. While an endpoint moves from one shard to another it is in both lists, and the instants
 * of its grid are divided between them: the old shard has those before a moment, the new one those from it on.
 *
 * @param id the endpoint's, so that it is computed once
 * @param targets without duplicates, sorted
 * @param notBefore Unix milliseconds: instants before it belong to the shard that had the endpoint; 0 means none
 * @param until Unix milliseconds: instants from it on belong to the shard that gets the endpoint; 0 means none
 * @param displacedFrom the node that should scrape it and has no member, "" for an endpoint that is where it should be
 */
public record AssignedEndpoint(
        EndpointId id, Endpoint endpoint, List<Target> targets, long notBefore, long until, String displacedFrom) {

    public AssignedEndpoint {
        targets = List.copyOf(targets);
    }

    public static AssignedEndpoint of(Endpoint endpoint, List<Target> targets) {
        return new AssignedEndpoint(endpoint.id(), endpoint, targets, 0, 0, "");
    }

    public AssignedEndpoint withNotBefore(long millis) {
        return new AssignedEndpoint(id, endpoint, targets, millis, until, displacedFrom);
    }

    public AssignedEndpoint withUntil(long millis) {
        return new AssignedEndpoint(id, endpoint, targets, notBefore, millis, displacedFrom);
    }

    public AssignedEndpoint withDisplacedFrom(String node) {
        return new AssignedEndpoint(id, endpoint, targets, notBefore, until, node);
    }
}
