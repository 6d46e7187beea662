package io.bkm.app.demo;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.bkm.streams.gse.GseAgentCounts;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What happened in a demo, as the members tell over HTTP and the agent counted.
 *
 * @param missed scrapes that were due and not made, by reason
 * @param lost samples that were scraped and never reached the agent, by reason
 * @param doubled samples that reached the agent twice
 * @param timeToFirstSampleMs from the start of the process to the agent's first sample; -1 when none came
 */
record DemoReport(
        List<Member> members,
        List<Targets> targets,
        List<DataIdCount> dataids,
        SortedMap<String, Long> missed,
        SortedMap<String, Long> lost,
        long doubled,
        @JsonProperty("time_to_first_sample_ms") long timeToFirstSampleMs) {

    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    record Member(String address, List<String> roles) {}

    /** How many targets of one health a member has. */
    record Targets(String owner, String health, int count) {}

    record DataIdCount(long dataid, long samples, long packets) {}

    /**
     * @param members the answer of {@code /api/v1/members}
     * @param targets the answer of {@code /api/v1/targets}
     * @param expositions {@code /metrics} of each member
     */
    static DemoReport of(
            JsonNode members, JsonNode targets, List<String> expositions, GseAgentCounts agent, long startedAtMillis) {
        var first = agent.firstSample();
        return new DemoReport(
                members(members),
                targets(targets),
                dataIds(agent),
                byReason(expositions, "bkm_scrapes_missed_total"),
                byReason(expositions, "bkm_gse_samples_lost_total"),
                agent.doubled(),
                first == null ? -1 : first.toEpochMilli() - startedAtMillis);
    }

    void write(Path file) throws IOException {
        JSON.writeValue(file.toFile(), this);
    }

    private static List<Member> members(JsonNode answer) {
        var members = new ArrayList<Member>();
        for (var member : answer.path("data")) {
            var roles = new ArrayList<String>();
            member.path("roles").forEach(role -> roles.add(role.asText()));
            roles.sort(Comparator.naturalOrder());
            members.add(new Member(member.path("address").asText(), roles));
        }
        return members;
    }

    private static List<Targets> targets(JsonNode answer) {
        record Key(String owner, String health) {}
        var counts = new TreeMap<Key, Integer>(Comparator.comparing(Key::owner).thenComparing(Key::health));
        for (var target : answer.path("data").path("activeTargets")) {
            var key =
                    new Key(target.path("owner").asText(), target.path("health").asText());
            counts.merge(key, 1, Integer::sum);
        }
        var targets = new ArrayList<Targets>();
        counts.forEach((key, count) -> targets.add(new Targets(key.owner(), key.health(), count)));
        return targets;
    }

    private static List<DataIdCount> dataIds(GseAgentCounts agent) {
        var counts = new ArrayList<DataIdCount>();
        agent.byDataId()
                .forEach((dataId, received) ->
                        counts.add(new DataIdCount(dataId, received.samples(), received.packets())));
        return counts;
    }

    /** The sums over all members of a counter with the one label {@code reason}. */
    static SortedMap<String, Long> byReason(List<String> expositions, String counter) {
        var sums = new TreeMap<String, Long>();
        var prefix = counter + "{reason=\"";
        for (var exposition : expositions) {
            exposition.lines().filter(line -> line.startsWith(prefix)).forEach(line -> {
                int end = line.indexOf('"', prefix.length());
                long value = Math.round(Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)));
                sums.merge(line.substring(prefix.length(), end), value, Long::sum);
            });
        }
        return sums;
    }
}
