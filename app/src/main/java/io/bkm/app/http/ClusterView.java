package io.bkm.app.http;

import io.bkm.actors.endpoints.TargetStatus;
import io.bkm.actors.operator.OperatorState;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/** What a member can tell of its cluster. The stages fail when the cluster does not answer in time. */
public interface ClusterView {

    /** Members as this one sees them, oldest first. */
    List<Member> members();

    /** All targets that members scrape, with who does. */
    CompletionStage<List<OwnedTarget>> targets();

    /** What the operator knows. */
    CompletionStage<OperatorState> operator();

    /**
     * A member.
     *
     * @param address {@code host:port}
     * @param status as in Pekko: {@code Up}, {@code Joining} …
     */
    record Member(String address, Set<String> roles, String status) {

        public Member {
            roles = Set.copyOf(roles);
        }
    }

    /**
     * A target and the member that scrapes it.
     *
     * @param owner {@code host:port} of the member
     */
    record OwnedTarget(String owner, TargetStatus status) {}
}
