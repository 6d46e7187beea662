package io.bkm.actors.status;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.bkm.actors.discovery.MonitorId;
import io.bkm.actors.resources.kubernetes.ApiCalls;
import io.bkm.actors.resources.kubernetes.CustomResources;
import io.bkm.actors.resources.kubernetes.MonitorKind;
import io.bkm.crds.Monitor;
import io.bkm.crds.ParsedResource;
import io.fabric8.kubernetes.api.model.APIResourceList;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.GenericKubernetesResourceList;
import io.fabric8.kubernetes.api.model.ListOptions;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.net.HttpURLConnection;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Monitors by the Kubernetes API. */
final class KubernetesMonitorStore implements MonitorStore {

    static final String MANAGER = "bkm";

    static final PatchContext MERGE = new PatchContext.Builder()
            .withPatchType(PatchType.JSON_MERGE)
            .withFieldManager(MANAGER)
            .build();

    private static final int PAGE = 100;
    private static final int UNPROCESSABLE = 422;
    private static final JsonMapper MAPPER = new JsonMapper();

    private final KubernetesClient client;
    private final Collection<String> onlyNamespaces;
    private final EventApi events;

    /** @param onlyNamespaces those that may be asked, empty for all */
    KubernetesMonitorStore(KubernetesClient client, Collection<String> onlyNamespaces, String reporter) {
        this.client = client;
        this.onlyNamespaces = onlyNamespaces;
        this.events = new EventApi(client, reporter);
    }

    private static <T extends @Nullable Object> T call(Supplier<T> call) throws Refused {
        return ApiCalls.call(call, refused -> new Refused(why(refused.getCode()), ApiCalls.reason(refused), refused));
    }

    private static Why why(int code) {
        return switch (code) {
            case HttpURLConnection.HTTP_NOT_FOUND -> Why.GONE;
            case HttpURLConnection.HTTP_CONFLICT -> Why.CONFLICT;
            case HttpURLConnection.HTTP_FORBIDDEN -> Why.FORBIDDEN;
            case HttpURLConnection.HTTP_BAD_REQUEST, UNPROCESSABLE -> Why.INVALID;
            default -> Why.UNREACHABLE;
        };
    }

    /** Asks what the API server serves, which everybody may; the CRDs themselves are for few to read. */
    @Override
    public Set<MonitorKind> kindsWithStatus() throws Refused {
        var kinds = EnumSet.noneOf(MonitorKind.class);
        for (var version : List.of(MonitorKind.SERVICE_MONITOR.apiVersion(), MonitorKind.SCRAPE_CONFIG.apiVersion())) {
            @Nullable APIResourceList served = call(() -> client.getApiResources(version));
            if (served == null) {
                continue;
            }
            for (var kind : MonitorKind.values()) {
                if (kind.apiVersion().equals(version)
                        && served.getResources().stream()
                                .anyMatch(resource -> resource.getName().equals(kind.plural() + "/status"))) {
                    kinds.add(kind);
                }
            }
        }
        return kinds;
    }

    @Override
    public List<Seen> list(MonitorKind kind, Collection<String> namespaces) throws Refused {
        var api = client.genericKubernetesResources(kind.definition());
        if (onlyNamespaces.isEmpty()) {
            try {
                return pages(options -> api.inAnyNamespace().list(options));
            } catch (Refused refused) {
                if (refused.why() != Why.FORBIDDEN) {
                    throw refused;
                }
            }
        }
        var all = new ArrayList<Seen>();
        for (var namespace : namespaces) {
            if (onlyNamespaces.isEmpty() || onlyNamespaces.contains(namespace)) {
                all.addAll(pages(options -> api.inNamespace(namespace).list(options)));
            }
        }
        return all;
    }

    private static List<Seen> pages(Function<ListOptions, GenericKubernetesResourceList> list) throws Refused {
        var all = new ArrayList<Seen>();
        ApiCalls.forEach(PAGE, options -> call(() -> list.apply(options)), object -> all.add(seen(object)));
        return all;
    }

    @Override
    public Seen get(MonitorId id) throws Refused {
        var object = call(() -> client.genericKubernetesResources(kind(id).definition())
                .inNamespace(id.namespace())
                .withName(id.name())
                .get());
        if (object == null) {
            throw new Refused(Why.GONE, id + " is gone", null);
        }
        return seen(object);
    }

    @Override
    public Seen write(Seen seen, List<JsonNode> bindings) throws Refused {
        var id = seen.id();
        var patch = new GenericKubernetesResource();
        patch.setApiVersion(kind(id).apiVersion());
        patch.setKind(id.kind());
        patch.setMetadata(new ObjectMetaBuilder()
                .withNamespace(id.namespace())
                .withName(id.name())
                .withResourceVersion(seen.resourceVersion())
                .build());
        patch.setAdditionalProperty("status", Map.of("bindings", bindings));
        return seen(call(() -> client.genericKubernetesResources(kind(id).definition())
                .inNamespace(id.namespace())
                .withName(id.name())
                .subresource("status")
                .patch(MERGE, patch)));
    }

    @Override
    public void announce(Announcement announcement) throws Refused {
        var _ = call(() -> events.create(announcement));
    }

    @Override
    public void repeat(Announcement announcement, int times) throws Refused {
        var _ = call(() -> events.repeat(announcement, times));
    }

    @Override
    public void close() {
        client.close();
    }

    private static MonitorKind kind(MonitorId id) {
        return MonitorKind.of(id.kind()).orElseThrow();
    }

    private static Seen seen(GenericKubernetesResource object) {
        var metadata = object.getMetadata();
        var monitor = CustomResources.parse(object) instanceof ParsedResource.Valid(var resource)
                        && resource instanceof Monitor valid
                ? valid
                : null;
        return new Seen(
                new MonitorId(object.getKind(), metadata.getNamespace(), metadata.getName()),
                metadata.getUid(),
                metadata.getGeneration() == null ? 0 : metadata.getGeneration(),
                metadata.getResourceVersion(),
                monitor,
                bindings(object));
    }

    private static List<JsonNode> bindings(GenericKubernetesResource object) {
        JsonNode status = MAPPER.valueToTree(object.getAdditionalProperties().get("status"));
        var bindings = new ArrayList<JsonNode>();
        if (status != null) {
            status.path("bindings").forEach(bindings::add);
        }
        return bindings;
    }
}
