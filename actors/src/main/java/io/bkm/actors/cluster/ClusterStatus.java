package io.bkm.actors.cluster;

import io.bkm.actors.cluster.MemberView.MemberLoad;
import io.bkm.actors.cluster.MemberView.TargetsPage;
import io.bkm.actors.endpoints.EndpointTable;
import io.bkm.actors.endpoints.ScrapeLoad;
import io.bkm.actors.endpoints.TargetStatus;
import io.bkm.actors.placement.Roles;
import io.bkm.actors.placement.ShardKey;
import io.bkm.streams.targets.EndpointId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.apache.pekko.NotUsed;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Props;
import org.apache.pekko.actor.typed.javadsl.AskPattern;
import org.apache.pekko.actor.typed.receptionist.Receptionist;
import org.apache.pekko.cluster.MemberStatus;
import org.apache.pekko.cluster.typed.Cluster;
import org.apache.pekko.japi.pf.PFBuilder;
import org.apache.pekko.stream.javadsl.AsPublisher;
import org.apache.pekko.stream.javadsl.Sink;
import org.apache.pekko.stream.javadsl.Source;
import org.apache.pekko.util.ByteString;
import org.jspecify.annotations.Nullable;

/** What the whole cluster is and scrapes, asked from any member. Lets the others ask this one as well. */
public final class ClusterStatus {

    /** Members that are asked at the same time: bounds what is on its way to us, at 100 kB each. */
    private static final int ASKED_AT_ONCE = 8;

    private static final String DATA_CENTRE_ROLE = "dc-";

    private final ActorSystem<?> system;
    private final Duration timeout;

    private ClusterStatus(ActorSystem<?> system, Duration timeout) {
        this.system = system;
        this.timeout = timeout;
    }

    /**
     * A target and who scrapes it.
     *
     * @param member its {@code host:port}
     */
    public record OwnedTarget(String member, TargetStatus status) {}

    /**
     * @param targets by shard and endpoint
     * @param silent {@code host:port} of members that did not answer in time
     * @param truncated whether there are more than were asked for
     */
    public record Targets(List<OwnedTarget> targets, List<String> silent, boolean truncated) {

        public Targets {
            targets = List.copyOf(targets);
            silent = List.copyOf(silent);
        }
    }

    /**
     * @param address its {@code host:port}
     * @param roles of {@link Roles}, with that of its node
     * @param status as Pekko names it: {@code Up}, {@code Joining} …
     * @param reachable whether the cluster hears of it
     */
    public record MemberInfo(String address, SortedSet<String> roles, String status, boolean reachable) {}

    /** What a member said. */
    private record Told(String member, List<OwnedTarget> targets, boolean silent) {}

    /**
     * @param peek lets others see what an endpoint answers that is scraped here
     * @param timeout for each answer of a member
     */
    public static ClusterStatus start(ActorSystem<?> system, EndpointTable table, Peek.Fetch peek, Duration timeout) {
        var _ = system.systemActorOf(MemberView.create(table, peek), "bkm-member-view", Props.empty());
        return new ClusterStatus(system, timeout);
    }

    /** All members, also those that only join or leave, oldest first. */
    public List<MemberInfo> members() {
        var state = Cluster.get(system).state();
        return StreamSupport.stream(state.getMembers().spliterator(), false)
                .sorted((a, b) -> a.isOlderThan(b) ? -1 : b.isOlderThan(a) ? 1 : 0)
                .map(member -> new MemberInfo(
                        MemberView.hostPort(member.address()),
                        roles(member.getRoles()),
                        member.status().toString(),
                        !state.getUnreachable().contains(member)))
                .toList();
    }

    /** Without the role of its data centre, which Pekko adds to every member. */
    private static SortedSet<String> roles(Set<String> all) {
        return all.stream()
                .filter(role -> !role.startsWith(DATA_CENTRE_ROLE))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /**
     * What the statefulset members scrape together.
     *
     * @param members how many of them are up
     * @param complete whether all of these answered
     */
    public record SpreadLoad(ScrapeLoad load, int members, boolean complete) {}

    /** Asks all members; the stage fails only when this one's own system does not answer. */
    public CompletionStage<SpreadLoad> spreadLoad() {
        return views().thenCompose(views -> Source.from(views)
                .mapAsyncUnordered(ASKED_AT_ONCE, this::load)
                .runWith(Sink.seq(), system)
                .thenApply(this::combine));
    }

    private CompletionStage<Optional<MemberLoad>> load(ActorRef<MemberView.Command> view) {
        CompletionStage<MemberLoad> answer = AskPattern.ask(view, MemberView.GetLoad::new, timeout, system.scheduler());
        return answer.handle((load, _) -> Optional.ofNullable(load));
    }

    private SpreadLoad combine(List<Optional<MemberLoad>> answers) {
        var told = new HashMap<String, ScrapeLoad>();
        answers.forEach(answer -> answer.ifPresent(load -> told.put(load.member(), load.load())));
        var spread = members().stream()
                .filter(member -> member.roles().contains(Roles.STATEFULSET))
                .filter(member -> member.status().equals(MemberStatus.up().toString()))
                .map(MemberInfo::address)
                .toList();
        var sum = spread.stream()
                .map(member -> told.getOrDefault(member, ScrapeLoad.NONE))
                .reduce(ScrapeLoad.NONE, ScrapeLoad::plus);
        return new SpreadLoad(sum, spread.size(), told.keySet().containsAll(spread));
    }

    /**
     * An endpoint to look at.
     *
     * @param member {@code host:port} of the one that scrapes it
     * @param shown how it is called where it cannot be seen
     */
    public record Look(String member, ShardKey shard, EndpointId endpoint, Duration timeout, String shown) {}

    /**
     * What endpoints answer now: lines that are neither comments nor empty, of all endpoints in turn, each element whole
     * lines. The owners fetch, as many at a time as are asked for, while the lines are taken. Where there is nothing to
     * see, a line says so.
     */
    public Source<ByteString, NotUsed> lines(List<Look> looks, int atOnce) {
        // Whoever takes the lines may do so in an actor system of its own, which the other members do not know.
        return Source.lazySource(() -> Source.fromPublisher(Source.completionStage(views())
                        .flatMapConcat(views -> {
                            var byMember = new HashMap<String, ActorRef<MemberView.Command>>();
                            views.forEach(view -> byMember.put(address(view), view));
                            return Source.from(looks)
                                    .flatMapMerge(atOnce, look -> lines(byMember.get(look.member()), look));
                        })
                        .runWith(Sink.asPublisher(AsPublisher.WITHOUT_FANOUT), system)))
                .mapMaterializedValue(_ -> NotUsed.getInstance());
    }

    private Source<ByteString, NotUsed> lines(@Nullable ActorRef<MemberView.Command> view, Look look) {
        if (view == null) {
            return Source.single(notSeen(look, "its member " + look.member() + " is gone"));
        }
        // It may wait for others before it begins to fetch.
        CompletionStage<Peek.Answer> answer = AskPattern.ask(
                view,
                replyTo -> new MemberView.GetLines(look.shard(), look.endpoint(), replyTo),
                look.timeout().multipliedBy(2).plus(timeout),
                system.scheduler());
        return Source.completionStage(answer)
                .flatMapConcat(told -> told.lines() == null
                        ? Source.single(notSeen(look, told.problem()))
                        : told.lines().getSource().addAttributes(Peek.SMALL))
                .recover(new PFBuilder<Throwable, ByteString>()
                        .matchAny(failure -> notSeen(look, "no answer: " + failure.getMessage()))
                        .build());
    }

    private static ByteString notSeen(Look look, String reason) {
        return ByteString.fromString("scraper error: host=" + look.shown() + ", " + reason + "\n");
    }

    private CompletionStage<Set<ActorRef<MemberView.Command>>> views() {
        CompletionStage<Receptionist.Listing> listing = AskPattern.ask(
                system.receptionist(),
                replyTo -> Receptionist.find(MemberView.KEY, replyTo),
                timeout,
                system.scheduler());
        return listing.thenApply(found -> found.getServiceInstances(MemberView.KEY));
    }

    /** All targets of all members, at most {@code most}: what is more is left out, and {@code truncated} says so. */
    public CompletionStage<Targets> targets(int most) {
        return views().thenCompose(views -> Source.from(views)
                .mapAsyncUnordered(ASKED_AT_ONCE, view -> ask(view, most))
                .runWith(Sink.seq(), system)
                .thenApply(told -> combine(told, most)));
    }

    private CompletionStage<Told> ask(ActorRef<MemberView.Command> view, int most) {
        var targets = new ArrayList<OwnedTarget>();
        return pages(view, "", targets, most).handle((_, silent) -> new Told(address(view), targets, silent != null));
    }

    private CompletionStage<Void> pages(
            ActorRef<MemberView.Command> view, String after, List<OwnedTarget> into, int most) {
        CompletionStage<TargetsPage> answer =
                AskPattern.ask(view, replyTo -> new MemberView.GetTargets(after, replyTo), timeout, system.scheduler());
        return answer.thenCompose(page -> {
            page.targets().forEach(status -> into.add(new OwnedTarget(page.member(), status)));
            return page.next().isEmpty() || into.size() > most
                    ? CompletableFuture.completedStage(null)
                    : pages(view, page.next(), into, most);
        });
    }

    private static Targets combine(List<Told> told, int most) {
        var all = told.stream()
                .flatMap(one -> one.targets().stream())
                .sorted(Comparator.comparing(
                                (OwnedTarget owned) -> owned.status().shard())
                        .thenComparing(owned -> owned.status().endpoint().value()))
                .toList();
        var silent =
                told.stream().filter(Told::silent).map(Told::member).sorted().toList();
        return new Targets(all.subList(0, Math.min(most, all.size())), silent, all.size() > most);
    }

    private String address(ActorRef<?> ref) {
        var address = ref.path().address();
        return MemberView.hostPort(
                address.hasGlobalScope()
                        ? address
                        : Cluster.get(system).selfMember().address());
    }
}
