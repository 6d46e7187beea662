package io.bkm.actors.placement;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;

/** Who should scrape an endpoint, before it is known which members are up. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Placement.OnNode.class, name = "node"),
    @JsonSubTypes.Type(value = Placement.Spread.class, name = "spread")
})
public sealed interface Placement {

    /** The daemonset member of this Kubernetes node. */
    record OnNode(String node) implements Placement {}

    /** Any statefulset member. {@code node} is the target's node where it is known, else "". */
    record Spread(String node) implements Placement {}
}
