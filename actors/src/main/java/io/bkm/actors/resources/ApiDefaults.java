package io.bkm.actors.resources;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Endpoints;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodStatus;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What the API server fills in when one applies a manifest, as far as it shows in labels or credentials: ports are TCP, a
 * Service is a ClusterIP, a pod is Pending, {@code stringData} is {@code data}.
 */
final class ApiDefaults {

    private static final String TCP = "TCP";

    private ApiDefaults() {}

    /** Changes the object. Answers what the API server would refuse, or "". */
    static String apply(HasMetadata object) {
        switch (object) {
            case Service service -> service(service);
            case Endpoints endpoints -> endpoints(endpoints);
            case EndpointSlice slice -> slice(slice);
            case Pod pod -> pod(pod);
            case Secret secret -> {
                return secret(secret);
            }
            default -> {
                // ConfigMap, Ingress, Namespace and Node have no defaults that we read
            }
        }
        return "";
    }

    private static void service(Service service) {
        var spec = service.getSpec();
        if (spec == null) {
            return;
        }
        if (isEmpty(spec.getType())) {
            spec.setType("ClusterIP");
        }
        each(spec.getPorts(), port -> {
            if (isEmpty(port.getProtocol())) {
                port.setProtocol(TCP);
            }
        });
    }

    private static void endpoints(Endpoints endpoints) {
        each(
                endpoints.getSubsets(),
                subset -> each(subset.getPorts(), port -> {
                    if (isEmpty(port.getProtocol())) {
                        port.setProtocol(TCP);
                    }
                }));
    }

    private static void slice(EndpointSlice slice) {
        each(slice.getPorts(), port -> {
            if (isEmpty(port.getProtocol())) {
                port.setProtocol(TCP);
            }
            if (port.getName() == null) {
                port.setName("");
            }
        });
    }

    private static void pod(Pod pod) {
        if (pod.getSpec() != null) {
            each(pod.getSpec().getContainers(), ApiDefaults::container);
            each(pod.getSpec().getInitContainers(), ApiDefaults::container);
        }
        if (pod.getStatus() == null) {
            pod.setStatus(new PodStatus());
        }
        if (isEmpty(pod.getStatus().getPhase())) {
            pod.getStatus().setPhase("Pending");
        }
    }

    private static void container(Container container) {
        each(container.getPorts(), port -> {
            if (isEmpty(port.getProtocol())) {
                port.setProtocol(TCP);
            }
        });
    }

    private static String secret(Secret secret) {
        var data = new TreeMap<String, String>();
        if (secret.getData() != null) {
            for (var entry : secret.getData().entrySet()) {
                if (!isBase64(entry.getValue())) {
                    return "data[%s]: *** (expected: base64)".formatted(entry.getKey());
                }
                data.put(entry.getKey(), entry.getValue());
            }
        }
        if (secret.getStringData() != null) {
            secret.getStringData()
                    .forEach((key, value) ->
                            data.put(key, Base64.getEncoder().encodeToString(value.getBytes(StandardCharsets.UTF_8))));
        }
        secret.setData(data);
        secret.setStringData(null);
        return "";
    }

    private static boolean isBase64(String text) {
        var bare = text.replaceAll("[\\r\\n]", "");
        try {
            var _ = Base64.getDecoder().decode(bare);
        } catch (IllegalArgumentException notBase64) {
            return false;
        }
        return bare.length() % 4 == 0; // Kubernetes asks for the padding, Java does not
    }

    private static boolean isEmpty(@Nullable String text) {
        return text == null || text.isEmpty();
    }

    private static <T> void each(@Nullable List<T> list, Consumer<T> change) {
        if (list != null) {
            list.forEach(change);
        }
    }
}
