package io.bkm.actors.discovery;

import com.fasterxml.jackson.databind.node.ArrayNode;
import io.bkm.actors.discovery.kubernetes.LabelSelector;
import io.bkm.actors.resources.ResourceSource;
import io.bkm.actors.resources.Resources;
import io.bkm.actors.resources.Resources.Problem;
import io.bkm.actors.sd.PromSdSettings;
import io.bkm.actors.sd.ScrapeFile;
import io.bkm.crds.yaml.YamlReader;
import io.bkm.crds.yaml.YamlStream;
import io.fabric8.kubernetes.api.model.Secret;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads the Secrets of scrape configs ({@code bkm.prom-sd}) out of the resources. A file that is broken keeps its last
 * good state; one that is gone, or whose Secret is, takes its jobs along. One thread at a time.
 */
public final class ScrapeSecrets implements UnaryOperator<Resources> {

    /** Kubernetes takes no larger Secret; anchors may make more of it. */
    private static final int MAX_SIZE = 4 << 20;

    private static final Pattern POSITION = Pattern.compile("line \\d+, column \\d+");

    private final PromSdSettings settings;
    private final List<LabelSelector> selectors;
    private Map<String, Known> known = new HashMap<>();

    /**
     * A Secret as it was last seen.
     *
     * @param reads by key of the Secret
     */
    private record Known(Secret secret, SortedMap<String, Read> reads) {

        /** Of one that did not change: snapshots share the instance, so that its texts need no decoding. */
        @SuppressWarnings("ReferenceEquality")
        boolean isOf(Secret other) {
            return secret == other;
        }
    }

    /**
     * What became of one key of a Secret.
     *
     * @param text what it was read from
     * @param file its last good state
     * @param reason why the newest text is not that; "" where it is
     */
    private record Read(String text, @Nullable ScrapeFile file, String reason) {}

    /** @throws IllegalArgumentException for a selector that cannot be read */
    public ScrapeSecrets(PromSdSettings settings) {
        this.settings = settings;
        this.selectors = settings.secrets().stream()
                .map(ref -> LabelSelector.parse(ref.selector()))
                .toList();
    }

    /** A source whose resources have the scrape configs in them. */
    public static ResourceSource beside(ResourceSource source, PromSdSettings settings) {
        if (settings.secrets().isEmpty()) {
            return source;
        }
        var secrets = new ScrapeSecrets(settings);
        return new ResourceSource() {
            @Override
            public void start(Consumer<Resources> listener) {
                source.start(resources -> listener.accept(secrets.apply(resources)));
            }

            @Override
            public void close() {
                source.close();
            }
        };
    }

    @Override
    public Resources apply(Resources resources) {
        var next = new HashMap<String, Known>();
        var files = new ArrayList<ScrapeFile>();
        var problems = new ArrayList<>(resources.problems());
        for (var secret : chosen(resources.secrets(), problems)) {
            var metadata = secret.getMetadata();
            var key = metadata.getNamespace() + "/" + metadata.getName();
            var before = known.get(key);
            var now = before != null && before.isOf(secret) ? before : read(secret, before);
            next.put(key, now);
            now.reads().forEach((file, read) -> {
                if (read.file() != null) {
                    files.add(read.file());
                }
                if (!read.reason().isEmpty()) {
                    problems.add(
                            new Problem(file, "Secret", metadata.getNamespace(), metadata.getName(), read.reason()));
                }
            });
        }
        known = next;
        return resources
                .withProblems(problems)
                .withExternal(resources.external().withScrapeFiles(files, settings));
    }

    /** In the order of the settings, and each once. */
    private Set<Secret> chosen(List<Secret> secrets, List<Problem> problems) {
        var chosen = new LinkedHashSet<Secret>();
        for (int i = 0; i < settings.secrets().size(); i++) {
            var ref = settings.secrets().get(i);
            var selector = selectors.get(i);
            boolean found = false;
            for (var secret : secrets) {
                var metadata = secret.getMetadata();
                boolean matches = ref.name().isEmpty()
                        ? selector.matches(Objects.requireNonNullElse(metadata.getLabels(), Map.of()))
                        : ref.name().equals(metadata.getName());
                if (matches && (ref.namespace().isEmpty() || ref.namespace().equals(metadata.getNamespace()))) {
                    chosen.add(secret);
                    found = true;
                }
            }
            if (!found && !ref.name().isEmpty()) {
                problems.add(new Problem(
                        "bkm.prom-sd.secrets", "Secret", ref.namespace(), ref.name(), "absent (expected: it exists)"));
            }
        }
        return chosen;
    }

    private static Known read(Secret secret, @Nullable Known before) {
        var reads = new TreeMap<String, Read>();
        for (var file : SecretTexts.keys(secret)) {
            reads.put(
                    file,
                    read(
                            secret,
                            file,
                            text(secret, file),
                            before == null ? null : before.reads().get(file)));
        }
        return new Known(secret, reads);
    }

    private static String text(Secret secret, String file) {
        try {
            return Objects.requireNonNullElse(SecretTexts.text(secret, file), "");
        } catch (IllegalArgumentException notBase64) {
            return "\0"; // is told of as no YAML
        }
    }

    private static Read read(Secret secret, String file, String text, @Nullable Read before) {
        if (before != null && before.text().equals(text)) {
            return before;
        }
        var last = before == null ? null : before.file();
        return switch (YamlReader.read(text, MAX_SIZE)) {
            // The parser's own words may quote a line, and with it a password.
            case YamlStream.Malformed(var reason) ->
                new Read(text, last, "no YAML, " + position(reason) + " (expected: a list of scrape configs)");
            case YamlStream.Documents(var documents) -> {
                if (documents.isEmpty()) {
                    yield new Read(text, null, "");
                }
                var content = documents.getFirst().content();
                yield content instanceof ArrayNode jobs
                        ? new Read(text, file(secret, file, jobs), "")
                        : new Read(text, last, content.getNodeType() + " (expected: a list of scrape configs)");
            }
        };
    }

    private static ScrapeFile file(Secret secret, String file, ArrayNode jobs) {
        return new ScrapeFile(
                secret.getMetadata().getNamespace(), secret.getMetadata().getName(), file, jobs);
    }

    private static String position(String reason) {
        var matcher = POSITION.matcher(reason);
        return matcher.find() ? matcher.group() : "at an unknown line";
    }
}
