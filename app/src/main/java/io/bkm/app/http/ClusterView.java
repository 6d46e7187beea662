package io.bkm.app.http;

import io.bkm.actors.cluster.ClusterStatus;
import io.bkm.actors.cluster.ClusterStatus.MemberInfo;
import io.bkm.actors.cluster.ClusterStatus.Targets;
import io.bkm.actors.operator.OperatorState;
import io.bkm.actors.operator.ReportQuery;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.NotUsed;
import org.apache.pekko.stream.javadsl.Source;
import org.apache.pekko.util.ByteString;

/** What a member can tell of its cluster. The stages fail when the cluster does not answer in time. */
public interface ClusterView {

    /** Members as this one sees them, oldest first. */
    List<MemberInfo> members();

    /** Targets that members scrape, with who does. */
    CompletionStage<Targets> targets();

    /** What endpoints answer now; see {@link ClusterStatus#lines}. */
    Source<ByteString, NotUsed> lines(List<ClusterStatus.Look> looks, int atOnce);

    /** What the operator knows. */
    CompletionStage<OperatorState> operator();

    /** What the operator says of its resources, as text. */
    CompletionStage<String> report(ReportQuery query);

    /** Asks the operator to plan and tell anew at once. */
    void dispatch();
}
