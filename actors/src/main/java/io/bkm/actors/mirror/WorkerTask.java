package io.bkm.actors.mirror;

import io.bkm.actors.Fnv64;
import io.bkm.actors.placement.Placement;
import java.util.Base64;
import java.util.regex.Pattern;

/**
 * A file for an old worker, and what decides which worker gets it (specs/bkmonitor-operator.md 3.8, 4).
 *
 * @param node that the target is on, {@code unknown} where that is not known
 * @param onNode whether the worker of the node gets it, or one of the statefulset
 * @param hash of the task, unsigned; its share of the statefulset workers
 * @param host of the target, for those that shall not be scraped by the worker with this address; "" for all others
 * @param content gzip in base64, as in a Secret
 */
record WorkerTask(String fileName, String node, boolean onNode, long hash, String host, String content) {

    static final String UNKNOWN_NODE = "unknown";

    /** Kubernetes takes no longer key of a Secret. */
    private static final int LONGEST_NAME = 253;

    private static final Pattern NOT_OF_A_NAME = Pattern.compile("[^a-zA-Z0-9]");

    static WorkerTask of(ChildConfig config, Placement placement, boolean system, boolean antiAffinity) {
        var text = config.yaml();
        var node = node(placement);
        return new WorkerTask(
                fileName(config, text, placement, system),
                node,
                placement instanceof Placement.OnNode,
                Fnv64.hash(node, text, mask(system)),
                antiAffinity ? host(config.address()) : "",
                Base64.getEncoder().encodeToString(Gzip.pack(text)));
    }

    static String node(Placement placement) {
        var node = switch (placement) {
            case Placement.OnNode(var name) -> name;
            case Placement.Spread(var name) -> name;
        };
        return node.isEmpty() ? UNKNOWN_NODE : node;
    }

    private static String mask(boolean system) {
        return system ? "1" : "0";
    }

    /** The name alone: to pack the content takes many times as long. */
    static String fileName(ChildConfig config, Placement placement, boolean system) {
        return fileName(config, config.yaml(), placement, system);
    }

    private static String fileName(ChildConfig config, String text, Placement placement, boolean system) {
        var end = "-" + Long.toUnsignedString(Fnv64.hash(text)) + "-" + mask(system);
        var begin = String.join("-", node(placement), config.address(), config.path());
        var name = NOT_OF_A_NAME.matcher(begin + end).replaceAll("-").replace("--", "-");
        // The original's Secret cannot be written any more when one name is too long (W4).
        return name.length() <= LONGEST_NAME ? name : name.substring(0, LONGEST_NAME - end.length()) + end;
    }

    private static String host(String address) {
        int port = address.lastIndexOf(':');
        var host = port > address.lastIndexOf(']') ? address.substring(0, port) : address;
        return host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
    }
}
