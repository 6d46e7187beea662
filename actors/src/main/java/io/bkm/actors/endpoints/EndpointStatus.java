package io.bkm.actors.endpoints;

import io.bkm.actors.CborSerializable;
import io.bkm.actors.placement.Generation;
import io.bkm.streams.targets.EndpointId;
import java.util.List;

/**
 * How an endpoint is.
 *
 * @param generation under which it was assigned
 * @param targets empty when it is not assigned
 */
public record EndpointStatus(EndpointId endpoint, Generation generation, List<TargetStatus> targets)
        implements CborSerializable {

    public EndpointStatus {
        targets = List.copyOf(targets);
    }
}
