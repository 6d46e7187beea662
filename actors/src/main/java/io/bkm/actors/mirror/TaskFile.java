package io.bkm.actors.mirror;

import io.bkm.actors.discovery.DiscoveredTarget;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * A target's file in a Secret, without what is in it.
 *
 * @param node of the target, {@code unknown} where that is not known
 * @param address host and port
 * @param url that is scraped, without parameters
 */
public record TaskFile(String name, String node, String address, String url) {

    /** Gives the file of a target that old workers can scrape. */
    public static Function<DiscoveredTarget, Optional<TaskFile>> namer(
            MirrorSettings settings, List<String> builtinLabels) {
        var renderer = new TaskRenderer(settings.relabelUrl(), builtinLabels);
        return found -> renderer.config(found)
                .map(config -> new TaskFile(
                        WorkerTask.fileName(config, found.placement(), isOfSystem(found)),
                        WorkerTask.node(found.placement()),
                        config.address(),
                        config.host() + config.path()));
    }

    private static boolean isOfSystem(DiscoveredTarget found) {
        var origin = found.origin();
        return origin != null && origin.system();
    }
}
