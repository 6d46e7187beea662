package io.bkm.actors.discovery.kubernetes;

import static io.bkm.actors.discovery.kubernetes.MetaLabels.PREFIX;

import io.bkm.streams.labels.Labels;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import io.fabric8.kubernetes.api.model.networking.v1.IngressRule;
import io.fabric8.kubernetes.api.model.networking.v1.IngressSpec;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Role ingress: a target per path of each rule, at the rule's host. */
final class IngressGroups implements Groups<Ingress> {

    private final MetaLabels meta;
    private final Surroundings surroundings;

    IngressGroups(MetaLabels meta, Surroundings surroundings) {
        this.meta = meta;
        this.surroundings = surroundings;
    }

    @Override
    public Role role() {
        return Role.INGRESS;
    }

    @Override
    public ByName<Ingress> objects(ObjectIndex index) {
        return index.ingresses();
    }

    @Override
    public void dependencies(Ingress ingress, Sight sight, Consumer<@Nullable Object> to) {
        to.accept(ingress);
        to.accept(sight.attach().namespace() ? sight.namespaceObject(KubeObjects.namespace(ingress)) : null);
    }

    @Override
    public TargetGroup group(Ingress ingress, Sight sight) {
        var namespace = KubeObjects.namespace(ingress);
        var spec = ingress.getSpec() == null ? new IngressSpec() : ingress.getSpec();
        var labels = new HashMap<String, String>();
        labels.put(MetaLabels.NAMESPACE, namespace);
        labels.put(PREFIX + "ingress_class_name", KubeObjects.text(spec.getIngressClassName()));
        meta.addObject(labels, ingress.getMetadata(), Role.INGRESS);
        var targets = new ArrayList<Labels>();
        for (var rule : KubeObjects.each(spec.getRules())) {
            var host = KubeObjects.text(rule.getHost());
            var scheme = isEncrypted(host, spec) ? "https" : "http";
            for (var path : paths(rule)) {
                targets.add(Labels.of(
                        MetaLabels.ADDRESS,
                        host,
                        PREFIX + "ingress_scheme",
                        scheme,
                        PREFIX + "ingress_host",
                        host,
                        PREFIX + "ingress_path",
                        path));
            }
        }
        return new TargetGroup(
                "ingress/" + namespace + "/" + KubeObjects.name(ingress),
                Labels.of(labels).with(surroundings.ofNamespace(namespace, sight)),
                targets);
    }

    private static List<String> paths(IngressRule rule) {
        if (rule.getHttp() == null) {
            return List.of("/");
        }
        return KubeObjects.each(rule.getHttp().getPaths()).stream()
                .map(path -> KubeObjects.text(path.getPath()))
                .map(path -> path.isEmpty() ? "/" : path)
                .toList();
    }

    private static boolean isEncrypted(String host, IngressSpec spec) {
        return KubeObjects.each(spec.getTls()).stream()
                .flatMap(tls -> KubeObjects.each(tls.getHosts()).stream())
                .anyMatch(pattern -> matches(pattern, host));
    }

    /** A leading {@code *} stands for one whole part of the name, and for no other thing. */
    static boolean matches(String pattern, String host) {
        if (pattern.equals(host)) {
            return true;
        }
        int dot = host.indexOf('.');
        return pattern.equals("*")
                ? dot < 0
                : pattern.startsWith("*.") && dot >= 0 && pattern.substring(1).equals(host.substring(dot));
    }
}
