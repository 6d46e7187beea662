package io.bkm.loadtest;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Random;

/**
 * Bodies as the usual exporters write them, in names, label sets and lengths; the same ones at every run. Bytes a
 * sample: node 77, ksm 173, cadvisor 481, hist 161, mix 213.
 */
final class Expositions {

    private static final String[] NODE_METRICS = {
        "node_cpu_seconds_total", "node_network_receive_bytes_total", "node_filesystem_avail_bytes", "node_vmstat"
    };
    private static final String[] MODES = {"idle", "iowait", "irq", "nice", "softirq", "steal", "system", "user"};
    private static final String[] NAMESPACES = {"kube-system", "default", "monitoring", "payments-prod", "search"};
    private static final String[] APPS = {"coredns", "api-gateway", "order-service", "recommendation-engine"};
    private static final String[] POD_METRICS = {
        "kube_pod_created", "kube_pod_start_time", "kube_pod_status_ready", "kube_pod_status_scheduled_time"
    };
    private static final String[] CONTAINER_METRICS = {
        "container_cpu_usage_seconds_total", "container_memory_working_set_bytes", "container_fs_reads_bytes_total"
    };
    private static final String[] BOUNDS = {
        "0.005", "0.025", "0.05", "0.1", "0.25", "0.5", "1", "2.5", "5", "10", "+Inf"
    };

    private final Random random = new Random(1);
    private final StringBuilder text = new StringBuilder(1 << 20);
    private int samples;

    private Expositions() {}

    /** @param kind node, ksm, cadvisor, hist or mix (20 % node, 40 % ksm, 20 % cadvisor, 20 % hist) */
    static byte[] of(String kind, int samples) {
        var expositions = new Expositions();
        switch (kind) {
            case "node" -> expositions.node(samples);
            case "ksm" -> expositions.ksm(samples);
            case "cadvisor" -> expositions.cadvisor(samples);
            case "hist" -> expositions.hist(samples);
            case "mix" -> expositions.mix(samples);
            default -> throw new IllegalArgumentException(kind + " (expected: node, ksm, cadvisor, hist, mix)");
        }
        return expositions.text.toString().getBytes(StandardCharsets.UTF_8);
    }

    private void mix(int all) {
        node(all / 5);
        ksm(all * 3 / 5);
        cadvisor(all * 4 / 5);
        hist(all);
    }

    private void node(int upTo) {
        while (samples < upTo) {
            for (int metric = 0; metric < NODE_METRICS.length && samples < upTo; metric++) {
                var name = NODE_METRICS[metric];
                family(name, name.endsWith("_total") ? "counter" : "gauge", "What the kernel reports of " + name + ".");
                for (int i = 0; i < MODES.length && samples < upTo; i++) {
                    switch (metric) {
                        case 0 -> sample(name, "cpu=\"" + i + "\",mode=\"" + MODES[i] + "\"", decimal());
                        case 1 -> sample(name, "device=\"veth" + hex(8) + "\"", scientific());
                        case 2 ->
                            sample(
                                    name,
                                    "device=\"/dev/sda1\",fstype=\"xfs\",mountpoint=\"/data/" + i + "\"",
                                    scientific());
                        default -> sample(name + "_" + MODES[i], "", decimal());
                    }
                }
            }
        }
    }

    private void ksm(int upTo) {
        while (samples < upTo) {
            for (int metric = 0; metric < POD_METRICS.length && samples < upTo; metric++) {
                family(POD_METRICS[metric], "gauge", "[STABLE] Unix creation timestamp");
                for (int pod = 0; pod < 100 && samples < upTo; pod++) {
                    var name = pick(APPS) + "-" + hex(10) + "-" + hex(5);
                    sample(
                            POD_METRICS[metric],
                            "namespace=\"%s\",pod=\"%s\",uid=\"%s\",node=\"node-10-0-%d-%d\",host_ip=\"10.0.%d.%d\""
                                    .formatted(pick(NAMESPACES), name, uid(), pod, pod, pod, metric),
                            random.nextInt(5) == 0 ? "1.7000001e+09" : "1");
                }
            }
        }
    }

    private void cadvisor(int upTo) {
        while (samples < upTo) {
            for (int metric = 0; metric < CONTAINER_METRICS.length && samples < upTo; metric++) {
                family(CONTAINER_METRICS[metric], "counter", "Cumulative usage.");
                for (int container = 0; container < 100 && samples < upTo; container++) {
                    var app = pick(APPS);
                    var id =
                            "/kubepods.slice/kubepods-burstable.slice/kubepods-burstable-pod%s.slice/cri-containerd-%s.scope"
                                    .formatted(uid(), hex(64));
                    sample(
                            CONTAINER_METRICS[metric],
                            "container=\"%s\",id=\"%s\",image=\"registry.example.com/%s/%s-server:v1.%d.3\",name=\"%s\",namespace=\"%s\",pod=\"%s\""
                                    .formatted(
                                            app,
                                            id,
                                            app,
                                            app,
                                            container,
                                            hex(64),
                                            pick(NAMESPACES),
                                            app + "-" + hex(10)),
                            (random.nextBoolean() ? decimal() : scientific()) + " 1700000012345");
                }
            }
        }
    }

    private void hist(int upTo) {
        for (int verb = 0; samples < upTo; verb++) {
            var name = "apiserver_request_duration_seconds";
            family(name, "histogram", "[STABLE] Response latency distribution in seconds for each verb.");
            for (int resource = 0; resource < 20 && samples < upTo; resource++) {
                var labels =
                        "component=\"apiserver\",group=\"apps\",resource=\"resource%d\",scope=\"namespace\",verb=\"LIST%d\",version=\"v1\""
                                .formatted(resource, verb);
                for (int bound = 0; bound < BOUNDS.length && samples < upTo; bound++) {
                    sample(
                            name + "_bucket",
                            labels + ",le=\"" + BOUNDS[bound] + "\"",
                            Integer.toString(random.nextInt(1 << 20)));
                }
            }
        }
    }

    private void family(String name, String type, String help) {
        text.append("# HELP ").append(name).append(' ').append(help).append('\n');
        text.append("# TYPE ").append(name).append(' ').append(type).append('\n');
    }

    private void sample(String name, String labels, String value) {
        text.append(name);
        if (!labels.isEmpty()) {
            text.append('{').append(labels).append('}');
        }
        text.append(' ').append(value).append('\n');
        samples++;
    }

    private String decimal() {
        return Double.toString(Math.round(random.nextDouble() * 1e8) / 100.0);
    }

    /** As Go writes what is large. */
    private String scientific() {
        return (random.nextInt(90_000_000) + 10_000_000) / 1e7 + "e+10";
    }

    private String pick(String[] choices) {
        return choices[random.nextInt(choices.length)];
    }

    private String uid() {
        return hex(8) + "-" + hex(4) + "-" + hex(4) + "-" + hex(4) + "-" + hex(12);
    }

    private String hex(int digits) {
        byte[] bytes = new byte[(digits + 1) / 2];
        random.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes).substring(0, digits);
    }
}
