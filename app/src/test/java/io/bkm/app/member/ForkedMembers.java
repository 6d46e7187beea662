package io.bkm.app.member;

import com.typesafe.config.ConfigFactory;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Members of one cluster, each in a JVM of its own, that write to one agent. Each has its number, and keeps its ports and
 * its state over its lives; the first one is whom the others look for.
 */
final class ForkedMembers {

    private final Path directory;
    private final int count;
    private final List<Integer> ports = new ArrayList<>();

    private ForkedMembers(Path directory, int count) {
        this.directory = directory;
        this.count = count;
    }

    /** @param directory an empty one, for all that they read and write */
    static ForkedMembers in(Path directory, int count) throws IOException {
        var members = new ForkedMembers(directory, count);
        var _ = Files.createDirectory(members.manifests());
        for (int i = 0; i < 3 * count; i++) {
            members.ports.add(TestMember.freePort());
        }
        // Of two statefulset members the one with the lowest address stays: that shall be the first.
        members.ports.sort(null);
        return members;
    }

    /** Where the agent is to be. */
    Path socket() {
        return directory.resolve("gse.sock");
    }

    /** Replaces what the operator reads, all at once. */
    void write(String resources) throws IOException {
        var next = Files.writeString(directory.resolve("next"), resources);
        Files.move(next, manifests().resolve("all.yaml"), StandardCopyOption.ATOMIC_MOVE);
    }

    /** @param more settings beside those that all members have */
    ForkedMember start(int member, List<String> roles, String node, Map<String, ?> more) throws IOException {
        var settings = ConfigFactory.parseMap(more)
                .withFallback(ConfigFactory.parseMap(Map.ofEntries(
                        Map.entry("bkm.member.roles", roles),
                        Map.entry("bkm.member.node", node),
                        Map.entry("bkm.member.port", port(member)),
                        Map.entry("bkm.member.management-port", management(member)),
                        Map.entry("bkm.member.contact-points", List.of("127.0.0.1:" + management(0))),
                        Map.entry("bkm.member.http-port", ports.get(2 * count + member)),
                        Map.entry("bkm.member.manifests", List.of(manifests().toString())),
                        Map.entry("bkm.gse.endpoint", socket().toString()),
                        Map.entry("bkm.gse.host-ip", "127.0.0.1"),
                        Map.entry(
                                "bkm.endpoints.state-dir",
                                directory.resolve("state-" + member).toString()))))
                .withFallback(ConfigFactory.parseResources("bkm-demo.conf"));
        return ForkedMember.start("member-" + member, settings, directory);
    }

    /** Paths of the targets that the member scrapes, as another one says. */
    Set<String> owned(ForkedMember asked, int member) throws IOException, InterruptedException {
        var owned = new HashSet<String>();
        asked.get("/api/v1/targets").path("data").path("activeTargets").forEach(target -> {
            if (target.path("owner").asText().endsWith(":" + port(member))) {
                owned.add(URI.create(target.path("scrapeUrl").asText()).getPath());
            }
        });
        return owned;
    }

    private int port(int member) {
        return ports.get(member);
    }

    private int management(int member) {
        return ports.get(count + member);
    }

    private Path manifests() {
        return directory.resolve("manifests");
    }
}
