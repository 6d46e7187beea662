package io.bkm.crds;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bkm.crds.schema.Schema;
import io.bkm.crds.schema.SchemaLoader;
import io.bkm.crds.yaml.YamlReader;
import io.bkm.crds.yaml.YamlStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A kind that this module knows: its names, its record and its schema. */
final class ResourceKind {

    private static final String COREOS = "monitoring.coreos.com/";

    // ScrapeConfig v1 does not exist yet; when it does, we need not change.
    private static final List<ResourceKind> ALL = List.of(
            new ResourceKind("ServiceMonitor", ServiceMonitor.class, COREOS + "v1"),
            new ResourceKind("PodMonitor", PodMonitor.class, COREOS + "v1"),
            new ResourceKind("Probe", Probe.class, COREOS + "v1"),
            new ResourceKind("ScrapeConfig", ScrapeConfig.class, COREOS + "v1alpha1", COREOS + "v1"),
            new ResourceKind("DataID", DataId.class, "monitoring.bk.tencent.com/v1beta1"),
            new ResourceKind("BkLogConfig", BkLogConfig.class, "bk.tencent.com/v1alpha1"));

    private static final int MAX_SCHEMA_SIZE = 1 << 20;

    /** What all kinds share, read when the first of them is needed. */
    private static final class Shared {
        private static final JsonNode DEFINITIONS = resource("/io/bkm/crds/schemas/definitions.yaml");
        private static final Schema METADATA =
                new SchemaLoader(DEFINITIONS).load(resource("/io/bkm/crds/schemas/Metadata.yaml"));
    }

    private final String kind;
    private final Class<? extends CustomResource> type;
    private final List<String> apiVersions;
    private volatile @Nullable Schema schema;

    private ResourceKind(String kind, Class<? extends CustomResource> type, String... apiVersions) {
        this.kind = kind;
        this.type = type;
        this.apiVersions = List.of(apiVersions);
    }

    static Optional<ResourceKind> of(String apiVersion, String kind) {
        return ALL.stream()
                .filter(known -> known.kind.equals(kind) && known.apiVersions.contains(apiVersion))
                .findFirst();
    }

    static List<ResourceKind> all() {
        return ALL;
    }

    static Schema metadata() {
        return Shared.METADATA;
    }

    Class<? extends CustomResource> type() {
        return type;
    }

    /** Schema of the whole object but for apiVersion, kind and metadata. Read at the first use. */
    Schema schema() {
        var loaded = schema;
        if (loaded == null) {
            loaded = new SchemaLoader(Shared.DEFINITIONS).load(source());
            schema = loaded;
        }
        return loaded;
    }

    private JsonNode source() {
        if (type == DataId.class) {
            // ours: the CRD that users install is the one we check by
            var whole = resource("/crds/dataids.monitoring.bk.tencent.com.yaml")
                    .at("/spec/versions/0/schema/openAPIV3Schema");
            ((ObjectNode) whole.required("properties")).remove(List.of("apiVersion", "kind", "metadata"));
            return whole;
        }
        return resource("/io/bkm/crds/schemas/" + kind + ".yaml");
    }

    /** A schema of its own, which is no monitor's. */
    static Schema schema(String name) {
        return new SchemaLoader(Shared.DEFINITIONS).load(resource("/io/bkm/crds/schemas/" + name + ".yaml"));
    }

    private static JsonNode resource(String path) {
        try (InputStream stream = Objects.requireNonNull(ResourceKind.class.getResourceAsStream(path), path)) {
            var text = new String(stream.readAllBytes(), StandardCharsets.UTF_8);
            return switch (YamlReader.read(text, MAX_SCHEMA_SIZE)) {
                case YamlStream.Documents read -> read.documents().getFirst().content();
                case YamlStream.Malformed broken -> throw new IllegalStateException(path + ": " + broken.reason());
            };
        } catch (IOException e) {
            throw new UncheckedIOException(path, e);
        }
    }
}
