package io.bkm.app.tools;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.typesafe.config.ConfigFactory;
import io.bkm.actors.discovery.DiscoveredTarget;
import io.bkm.actors.discovery.Expanded;
import io.bkm.actors.discovery.Expansion;
import io.bkm.actors.discovery.ExpansionSettings;
import io.bkm.actors.discovery.PrometheusResource;
import io.bkm.actors.discovery.Rejected;
import io.bkm.actors.discovery.ScrapeSecrets;
import io.bkm.actors.discovery.UnappliedPods;
import io.bkm.actors.discovery.WantedDiscoveries;
import io.bkm.actors.placement.Placement;
import io.bkm.actors.resources.ManifestReader;
import io.bkm.actors.resources.ManifestSettings;
import io.bkm.actors.sd.Discovery;
import io.bkm.actors.sd.PromSdSettings;
import io.bkm.actors.sd.running.LookOnce;
import io.bkm.actors.sd.running.SdSettings;
import io.bkm.streams.labels.Labels;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code bkm tool render [--prometheus FILE] DIR…}: what folders of manifests come to. One line for each folder, in their order:
 *
 * <pre>{@code
 * {"targets":[{"url","labels","discovered_labels","job","dataid","dimensions","placement":{"role","node"},
 *   "interval","timeout"}],"rejected":[{"kind","namespace","name","reason"}]}
 * }</pre>
 *
 * <p>{@code labels} are those of Prometheus' targets page; what DataID and annotations add stands in
 * {@code dimensions}, and without a matching DataID {@code dataid} is null. A manifest that cannot be read is rejected
 * with its path. Folders are worked on side by side.
 *
 * <p>Discoveries that need the network are not run; where there are any, {@code not_run} beside the targets lists them:
 * {@code [{"mechanism","name","reason"}]}. The files of {@code fileSDConfigs} are read.
 */
public final class RenderTool {

    private static final JsonMapper MAPPER = new JsonMapper();

    private record Answer(
            List<Target> targets,
            List<Rejected> rejected,

            @JsonInclude(JsonInclude.Include.NON_EMPTY) @JsonProperty("not_run")
            List<NotRun> notRun) {}

    private record NotRun(String mechanism, String name, String reason) {}

    @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
    private record Target(
            String url,
            Labels labels,
            Labels discoveredLabels,
            String job,
            @Nullable Long dataid,
            Labels dimensions,
            Place placement,
            String interval,
            String timeout) {}

    private record Place(String role, String node) {}

    private final ManifestSettings manifests;
    private final ExpansionSettings expansion;
    private final PromSdSettings promSd;
    private final SdSettings discovery;
    private final PrintStream err;

    private RenderTool(
            ManifestSettings manifests,
            ExpansionSettings expansion,
            PromSdSettings promSd,
            SdSettings discovery,
            PrintStream err) {
        this.manifests = manifests;
        this.expansion = expansion;
        this.promSd = promSd;
        this.discovery = discovery;
        this.err = err;
    }

    /**
     * @param prometheus file with the resource that says how to scrape, if any
     * @param out gets the answers and nothing else
     * @param err gets what went wrong with us, not with the manifests
     * @throws IllegalArgumentException when that file has no such resource, or one that asks for what bkm does not apply
     */
    public static void run(List<Path> folders, @Nullable Path prometheus, PrintStream out, PrintStream err)
            throws IOException {
        var config = ConfigFactory.load();
        var manifests = ManifestSettings.from(config);
        var defaults = ExpansionSettings.from(config);
        var expansion = prometheus == null ? defaults : PrometheusResource.read(prometheus, defaults);
        var tool = new RenderTool(manifests, expansion, PromSdSettings.from(config), SdSettings.from(config), err);
        folders.parallelStream().map(tool::line).forEachOrdered(line -> {
            out.write(line, 0, line.length);
            out.write('\n');
        });
        out.flush();
    }

    private byte[] line(Path folder) {
        try {
            return MAPPER.writeValueAsBytes(answer(folder));
        } catch (JsonProcessingException | RuntimeException bug) {
            // The others are waiting for their answers.
            bug.printStackTrace(err);
            return ("{\"targets\":[],\"rejected\":[{\"kind\":\"\",\"namespace\":\"\",\"name\":\"\",\"reason\":"
                            + MAPPER.getNodeFactory().textNode(folder + ": a bug in bkm, " + bug)
                            + "}]}")
                    .getBytes(java.nio.charset.StandardCharsets.UTF_8);
        }
    }

    private Answer answer(Path folder) {
        var resources = new ScrapeSecrets(promSd)
                .apply(UnappliedPods.withUids(ManifestReader.read(List.of(folder), manifests)));
        var wanted = new WantedDiscoveries(expansion).apply(resources);
        Expanded expanded = Expansion.expand(
                resources.withExternal(resources.external().withAnswers(LookOnce.files(wanted, discovery))), expansion);
        return new Answer(
                expanded.targets().stream().map(RenderTool::target).toList(),
                expanded.rejected(),
                wanted.stream()
                        .filter(each -> !(each instanceof Discovery.File))
                        .map(each -> new NotRun(each.mechanism(), each.name(), "it needs the network"))
                        .toList());
    }

    private static Target target(DiscoveredTarget found) {
        var gse = found.target().gse();
        return new Target(
                found.endpoint().url(),
                found.target().labels(),
                found.discovered(),
                found.target().pool(),
                gse == null ? null : gse.dataId(),
                gse == null ? Labels.EMPTY : gse.dimensions(),
                place(found.placement()),
                found.interval(),
                found.timeout());
    }

    private static Place place(Placement placement) {
        return switch (placement) {
            case Placement.OnNode(var node) -> new Place("daemonset", node);
            case Placement.Spread(var node) -> new Place("statefulset", node);
        };
    }
}
