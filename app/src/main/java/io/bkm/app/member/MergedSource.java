package io.bkm.app.member;

import io.bkm.actors.resources.Owners;
import io.bkm.actors.resources.ResourceSource;
import io.bkm.actors.resources.Resources;
import io.bkm.actors.sd.External;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Several sources as one. Says nothing before each of them has said something. */
final class MergedSource implements ResourceSource {

    private final List<ResourceSource> sources;
    private final @Nullable Resources[] latest;

    MergedSource(List<ResourceSource> sources) {
        this.sources = List.copyOf(sources);
        latest = new Resources[sources.size()];
    }

    @Override
    public void start(Consumer<Resources> listener) {
        for (int i = 0; i < sources.size(); i++) {
            int index = i;
            sources.get(i).start(resources -> {
                synchronized (latest) {
                    latest[index] = resources;
                    if (Arrays.stream(latest).allMatch(Objects::nonNull)) {
                        listener.accept(merge());
                    }
                }
            });
        }
    }

    @Override
    public void close() {
        sources.forEach(ResourceSource::close);
    }

    private Resources merge() {
        return new Resources(
                all(Resources::serviceMonitors),
                all(Resources::podMonitors),
                all(Resources::probes),
                all(Resources::scrapeConfigs),
                all(Resources::dataIds),
                all(Resources::pods),
                all(Resources::nodes),
                all(Resources::namespaces),
                all(Resources::services),
                all(Resources::endpoints),
                all(Resources::endpointSlices),
                all(Resources::ingresses),
                all(Resources::secrets),
                all(Resources::configMaps),
                owners(),
                all(Resources::logConfigs),
                all(Resources::problems),
                External.NONE);
    }

    private Owners owners() {
        return new Owners(
                all(resources -> resources.owners().replicaSets()),
                all(resources -> resources.owners().deployments()),
                all(resources -> resources.owners().statefulSets()),
                all(resources -> resources.owners().daemonSets()),
                all(resources -> resources.owners().jobs()),
                all(resources -> resources.owners().cronJobs()),
                all(resources -> resources.owners().gameStatefulSets()),
                all(resources -> resources.owners().gameDeployments()));
    }

    private <T> List<T> all(Function<Resources, List<T>> kind) {
        return new ArrayList<>(Arrays.stream(latest)
                .flatMap(Stream::ofNullable)
                .map(kind)
                .flatMap(Collection::stream)
                .toList());
    }
}
