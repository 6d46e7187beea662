package io.bkm.app.demo;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * One of the four members of a demo.
 *
 * @param index its place in {@link #ALL}, which its ports follow
 */
record DemoMember(int index, String name, List<String> roles, String node) {

    /** The statefulset member forms the cluster: the other members' contact point. */
    private static final int CONTACT_POINT = 1;

    static final List<DemoMember> ALL = List.of(
            new DemoMember(0, "operator", List.of("operator", "event"), ""),
            new DemoMember(1, "statefulset", List.of("statefulset"), ""),
            new DemoMember(2, "daemonset-a", List.of("daemonset"), "node-a"),
            new DemoMember(3, "daemonset-b", List.of("daemonset"), "node-b"));

    /**
     * The settings that make it what it is; the same in one JVM and in four.
     *
     * @param stateDir for checkpoints and the operator's epoch
     */
    Config settings(DemoPorts ports, List<Path> manifests, Path socket, Path stateDir) {
        var own = stateDir.resolve(name);
        return ConfigFactory.parseMap(Map.ofEntries(
                        Map.entry("bkm.member.roles", roles),
                        Map.entry("bkm.member.node", node),
                        Map.entry("bkm.member.port", ports.remoting(index)),
                        Map.entry("bkm.member.management-port", ports.management(index)),
                        Map.entry("bkm.member.contact-points", List.of("127.0.0.1:" + ports.management(CONTACT_POINT))),
                        Map.entry("bkm.member.http-port", ports.http(index)),
                        Map.entry(
                                "bkm.member.manifests",
                                manifests.stream().map(Path::toString).toList()),
                        Map.entry("bkm.gse.endpoint", socket.toString()),
                        Map.entry("bkm.gse.host-ip", "127.0.0.1"),
                        Map.entry("bkm.gse.hostname", node.isEmpty() ? name : node),
                        Map.entry("bkm.gse.drain-timeout", "3s"),
                        Map.entry(
                                "bkm.endpoints.state-dir",
                                own.resolve("endpoints").toString()),
                        Map.entry(
                                "bkm.operator.state-dir",
                                own.resolve("operator").toString())))
                .withFallback(ConfigFactory.parseResources("bkm-demo.conf"));
    }
}
