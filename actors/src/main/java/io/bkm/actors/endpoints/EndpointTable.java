package io.bkm.actors.endpoints;

import io.bkm.actors.placement.AssignedEndpoint;
import io.bkm.actors.placement.ShardKey;
import io.bkm.streams.scrape.Scraping;
import io.bkm.streams.targets.Endpoint;
import io.bkm.streams.targets.EndpointId;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import org.apache.pekko.actor.typed.ActorRef;
import org.jspecify.annotations.Nullable;

/**
 * What this member scrapes, by shard and endpoint. It belongs to the JVM and not to an actor system: when the cluster
 * has downed this member, the endpoints of its node go on being scraped until the entities of its next actor system take
 * them over.
 */
public final class EndpointTable implements AutoCloseable {

    private final Scraping scraping;
    private final InstantSource clock;
    private final Map<ShardKey, ConcurrentSkipListMap<String, EndpointRun>> shards = new ConcurrentHashMap<>();

    public EndpointTable(Scraping scraping) {
        this(scraping, InstantSource.system());
    }

    EndpointTable(Scraping scraping, InstantSource clock) {
        this.scraping = scraping;
        this.clock = clock;
    }

    /** Begins to scrape an endpoint, or hands what scrapes it to {@code owner}. */
    synchronized EndpointRun attach(ShardKey shard, AssignedEndpoint endpoint, @Nullable ActorRef<ShardCommand> owner) {
        var runs = shards.computeIfAbsent(shard, _ -> new ConcurrentSkipListMap<>());
        var id = endpoint.id().value();
        var known = runs.get(id);
        if (known != null && !known.isClosed()) {
            known.assign(endpoint, owner);
            return known;
        }
        var run = new EndpointRun(scraping, clock, shard, endpoint, owner);
        runs.put(id, run);
        if (known != null) {
            run.resumeAfter(known.close());
        }
        return run;
    }

    /** Ends its scraping and forgets it. */
    void close(EndpointRun run) {
        runs(run.shard()).remove(run.endpoint().id().value(), run);
        var _ = run.close();
    }

    /**
     * Ends all scraping of a shard at one stroke.
     *
     * @param former by endpoint id, what the owner before said and its run was not told yet
     * @return for each endpoint the last instant that was taken care of, Unix milliseconds
     */
    Map<String, Long> closeShard(ShardKey shard, Map<String, Long> former) {
        var last = new HashMap<>(former);
        var runs = shards.remove(shard);
        if (runs != null) {
            runs.forEach((id, run) -> {
                var before = former.get(id);
                if (before != null) {
                    run.learn(before);
                }
                last.put(id, run.close());
            });
        }
        return last;
    }

    private void closeShard(ShardKey shard) {
        var _ = closeShard(shard, Map.of());
    }

    /** An entity ended unasked. A node's endpoints stay here, as no other member may have them; others may be elsewhere soon. */
    void orphan(EndpointRun run, ActorRef<ShardCommand> formerOwner) {
        switch (run.shard()) {
            case ShardKey.Node _ -> run.orphan(formerOwner);
            case ShardKey.Spread _ -> close(run);
        }
    }

    /** The actor system has ended, and with it all entities. */
    public void orphanAll() {
        shards.forEach((shard, runs) -> {
            switch (shard) {
                case ShardKey.Node _ -> runs.values().forEach(EndpointRun::orphan);
                case ShardKey.Spread _ -> closeShard(shard);
            }
        });
    }

    /** Null when the endpoint is not scraped here. */
    @Nullable
    EndpointRun get(ShardKey shard, String endpointId) {
        var run = runs(shard).get(endpointId);
        return run == null || run.isClosed() ? null : run;
    }

    /** Empty when it is not scraped here. */
    public Optional<Endpoint> endpoint(ShardKey shard, EndpointId id) {
        return Optional.ofNullable(get(shard, id.value()))
                .map(run -> run.endpoint().endpoint());
    }

    /** The ids of the endpoints of a shard that are scraped here. */
    Set<String> ids(ShardKey shard) {
        return Set.copyOf(runs(shard).keySet());
    }

    /** How many endpoints are scraped here. */
    public int size() {
        return shards.values().stream().mapToInt(Map::size).sum();
    }

    /**
     * Some of the targets here, by shard and endpoint.
     *
     * @param next what to ask for as {@code after} to get those behind them, "" when there are none
     */
    public record Page(List<TargetStatus> targets, String next) {

        public Page {
            targets = List.copyOf(targets);
        }
    }

    /**
     * @param after {@code next} of the page before, "" for the first
     * @param characters about how long the labels, URLs and errors of a page may be together; the targets of one
     *     endpoint are never divided
     */
    public Page page(String after, int characters) {
        var targets = new ArrayList<TargetStatus>();
        int bar = after.lastIndexOf('|');
        var afterShard = bar < 0 ? "" : after.substring(0, bar);
        int room = characters;
        for (var shard : new TreeSet<>(shards.keySet())) {
            int order = shard.text().compareTo(afterShard);
            if (order < 0) {
                continue;
            }
            var rest = order > 0 ? runs(shard) : runs(shard).tailMap(after.substring(bar + 1), false);
            for (var entry : rest.entrySet()) {
                for (var status : statusOf(entry.getValue())) {
                    targets.add(status);
                    room -= status.size();
                }
                if (room <= 0) {
                    return new Page(targets, shard.text() + "|" + entry.getKey());
                }
            }
        }
        return new Page(targets, "");
    }

    /** Of the spread targets here: those that other statefulset members could have as well. */
    public ScrapeLoad spreadLoad() {
        return ScrapeLoad.sum(shards.entrySet().stream()
                .filter(shard -> shard.getKey() instanceof ShardKey.Spread)
                .flatMap(shard -> shard.getValue().values().stream())
                .filter(run -> !run.isClosed())
                .map(EndpointRun::load));
    }

    /** Of all targets here, by shard and endpoint. A copy of the moment. */
    public List<TargetStatus> statuses() {
        return page("", Integer.MAX_VALUE).targets();
    }

    private static List<TargetStatus> statusOf(EndpointRun run) {
        return run.isClosed() ? List.of() : run.status();
    }

    @Override
    public void close() {
        shards.keySet().forEach(this::closeShard);
    }

    private ConcurrentSkipListMap<String, EndpointRun> runs(ShardKey shard) {
        return shards.getOrDefault(shard, new ConcurrentSkipListMap<>());
    }
}
