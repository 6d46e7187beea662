package io.bkm.actors.status;

import io.bkm.actors.endpoints.TargetStatus;
import io.bkm.actors.status.TargetReporter.GetTargets;
import io.bkm.actors.status.TargetReporter.Page;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.AskPattern;
import org.apache.pekko.actor.typed.receptionist.Receptionist;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** All targets of the cluster with the members that scrape them. */
public final class ClusterTargets {

    private static final Logger log = LoggerFactory.getLogger(ClusterTargets.class);

    private ClusterTargets() {}

    /**
     * A target and its owner.
     *
     * @param owner {@code host:port} of the member
     */
    public record Owned(String owner, TargetStatus status) {}

    /** Asks every member; one that does not answer within {@code timeout} is left out and logged. */
    public static CompletionStage<List<Owned>> ask(ActorSystem<?> system, Duration timeout) {
        return AskPattern.<Receptionist.Command, Receptionist.Listing>ask(
                        system.receptionist(),
                        replyTo -> Receptionist.find(TargetReporter.KEY, replyTo),
                        timeout,
                        system.scheduler())
                .thenCompose(listing -> {
                    var answers = listing.getServiceInstances(TargetReporter.KEY).stream()
                            .map(reporter -> member(system, reporter, timeout).toCompletableFuture())
                            .toList();
                    return CompletableFuture.allOf(answers.toArray(CompletableFuture[]::new))
                            .thenApply(_ -> answers.stream()
                                    .flatMap(answer -> answer.join().stream())
                                    .toList());
                });
    }

    private static CompletionStage<List<Owned>> member(
            ActorSystem<?> system, ActorRef<GetTargets> reporter, Duration timeout) {
        return pages(system, reporter, timeout, 0, new ArrayList<>()).exceptionally(failure -> {
            log.atWarn()
                    .addKeyValue("member", reporter.path().address())
                    .addKeyValue("reason", failure.getMessage())
                    .log("a member did not tell its targets");
            return List.of();
        });
    }

    private static CompletionStage<List<Owned>> pages(
            ActorSystem<?> system, ActorRef<GetTargets> reporter, Duration timeout, int from, List<Owned> known) {
        return AskPattern.<GetTargets, Page>ask(
                        reporter, replyTo -> new GetTargets(from, replyTo), timeout, system.scheduler())
                .thenCompose(page -> {
                    page.targets().forEach(status -> known.add(new Owned(page.member(), status)));
                    return page.next() < 0
                            ? CompletableFuture.completedStage(known)
                            : pages(system, reporter, timeout, page.next(), known);
                });
    }
}
