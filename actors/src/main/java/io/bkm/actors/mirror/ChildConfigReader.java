package io.bkm.actors.mirror;

import io.bkm.crds.RelabelConfig;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/** Reads the file of an old worker back: what {@link ChildConfig#yaml()} wrote. */
final class ChildConfigReader {

    private ChildConfigReader() {}

    /** @throws IllegalArgumentException when the text is not such a file */
    static ChildConfig read(String text) {
        var document = Fields.of(text);
        if (!document.text("type").equals("metricbeat")) {
            throw new IllegalArgumentException("type: " + document.text("type") + " (expected: metricbeat)");
        }
        var task = document.list("tasks").getFirst();
        var module = task.fields("module");
        var host = module.texts("hosts").getFirst();
        int scheme = host.indexOf("://");
        if (scheme < 0) {
            throw new IllegalArgumentException("hosts: " + host + " (expected: a scheme and an address)");
        }
        return new ChildConfig(
                host.substring(0, scheme),
                host.substring(scheme + "://".length()),
                module.text("metrics_path"),
                document.number("dataid"),
                task.number("task_id"),
                task.text("period"),
                task.text("timeout"),
                task.list("labels").getFirst().map(),
                module.text("proxy_url"),
                module.text("metric_relabel_remote"),
                module.flag("disable_custom_timestamp"),
                module.flag("normalize_metric_name"),
                query(module),
                module.text("namespace"),
                new ChildConfig.Access(
                        module.text("username"),
                        module.text("password"),
                        module.text("bearer_file"),
                        module.text("bearer_token")),
                module.fields("dimension_replace").map(),
                module.fields("metric_replace").map(),
                module.list("metric_relabel_configs").stream()
                        .map(ChildConfigReader::rule)
                        .toList(),
                module.has("ssl") ? tls(module.fields("ssl")) : null);
    }

    private static Map<String, List<String>> query(Fields module) {
        var query = new LinkedHashMap<String, List<String>>();
        var fields = module.fields("query");
        fields.byName().keySet().forEach(name -> query.put(name, fields.texts(name)));
        return query;
    }

    private static RelabelConfig rule(Fields rule) {
        return new RelabelConfig(
                rule.texts("source_labels"),
                rule.orNull("separator"),
                rule.text("target_label"),
                rule.text("regex"),
                rule.has("modulus") ? rule.number("modulus") : 0,
                rule.orNull("replacement"),
                rule.text("action"));
    }

    private static ChildConfig.Tls tls(Fields ssl) {
        if (!ssl.has("certificate")) {
            return new ChildConfig.Tls(null);
        }
        var authorities = ssl.texts("certificate_authorities");
        return new ChildConfig.Tls(new ChildConfig.Material(
                authorities.isEmpty() ? "" : authorities.getFirst(), ssl.text("certificate"), ssl.text("key")));
    }

    /** A YAML map whose values nobody has taken for anything but text yet. */
    private record Fields(SequencedMap<String, Node> byName) {

        static Fields of(String text) {
            try {
                return of(new Yaml(new SafeConstructor(new LoaderOptions())).compose(new StringReader(text)));
            } catch (YAMLException e) {
                throw new IllegalArgumentException("no YAML: " + e.getMessage(), e);
            }
        }

        private static Fields of(@Nullable Node node) {
            var byName = new LinkedHashMap<String, Node>();
            switch (node) {
                case null -> {}
                case MappingNode map ->
                    map.getValue().forEach(entry -> byName.put(scalar(entry.getKeyNode()), entry.getValueNode()));
                default -> throw new IllegalArgumentException(node.getNodeId() + " (expected: a map)");
            }
            return new Fields(byName);
        }

        private static String scalar(Node node) {
            if (node instanceof ScalarNode scalar) {
                return scalar.getValue();
            }
            throw new IllegalArgumentException(node.getNodeId() + " (expected: a text)");
        }

        private static List<Node> nodes(@Nullable Node node) {
            return switch (node) {
                case null -> List.of();
                case SequenceNode sequence -> sequence.getValue();
                default -> throw new IllegalArgumentException(node.getNodeId() + " (expected: a list)");
            };
        }

        boolean has(String name) {
            return byName.containsKey(name);
        }

        @Nullable
        String orNull(String name) {
            var node = byName.get(name);
            return node == null ? null : scalar(node);
        }

        String text(String name) {
            var text = orNull(name);
            return text == null ? "" : text;
        }

        long number(String name) {
            try {
                return Long.parseLong(text(name));
            } catch (NumberFormatException e) {
                throw new IllegalArgumentException(name + ": \"" + text(name) + "\" (expected: a number)", e);
            }
        }

        boolean flag(String name) {
            return text(name).equals("true");
        }

        Fields fields(String name) {
            return of(byName.get(name));
        }

        List<Fields> list(String name) {
            return nodes(byName.get(name)).stream().map(Fields::of).toList();
        }

        List<String> texts(String name) {
            var texts = new ArrayList<String>();
            nodes(byName.get(name)).forEach(node -> texts.add(scalar(node)));
            return texts;
        }

        SequencedMap<String, String> map() {
            var map = new LinkedHashMap<String, String>();
            byName.forEach((name, node) -> map.put(name, scalar(node)));
            return map;
        }
    }
}
