package io.bkm.actors.sd.running;

import com.fasterxml.jackson.databind.JsonNode;
import io.bkm.actors.sd.Discovery;
import io.bkm.actors.sd.FoundGroup;
import io.bkm.streams.labels.Labels;
import io.bkm.streams.labels.NameScheme;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code etcd_sd} of bkmonitor-operator (specs/bkmonitor-operator.md 3.1): each prefix is a part. Over etcd's JSON gateway
 * ({@code POST /v3/kv/range}), in pages.
 */
record EtcdLookup(Discovery.Etcd discovery, JsonPost post) implements Lookup {

    private static final Logger LOG = LoggerFactory.getLogger(EtcdLookup.class);
    private static final int PAGE = 1000;

    @Override
    public List<String> parts() {
        return discovery.prefixes();
    }

    @Override
    public List<FoundGroup> look(String prefix) throws LookupFailure {
        return Servers.first(discovery.endpoints(), server -> look(server, prefix));
    }

    private List<FoundGroup> look(String server, String prefix) throws LookupFailure {
        var url = server + "/v3/kv/range";
        var groups = new ArrayList<FoundGroup>();
        var from = prefix.getBytes(StandardCharsets.UTF_8);
        var end = Base64.getEncoder().encodeToString(after(from));
        boolean more = true;
        while (more) {
            var answer = post.send(
                    url,
                    Map.of("key", Base64.getEncoder().encodeToString(from), "range_end", end, "limit", PAGE),
                    discovery.refresh());
            var pairs = answer.path("kvs");
            for (var pair : pairs) {
                add(prefix, pair, groups);
            }
            more = answer.path("more").asBoolean() && !pairs.isEmpty();
            if (more) {
                var last = bytes(pairs.get(pairs.size() - 1).path("key"));
                from = Arrays.copyOf(last, last.length + 1); // the next key is this one and a zero
            }
        }
        return groups;
    }

    /** The first key that does not begin so; nothing after the last one is a zero, which etcd reads as no end. */
    static byte[] after(byte[] prefix) {
        for (int i = prefix.length - 1; i >= 0; i--) {
            if (prefix[i] != (byte) 0xff) {
                var end = Arrays.copyOf(prefix, i + 1);
                end[i]++;
                return end;
            }
        }
        return new byte[] {0};
    }

    private static byte[] bytes(JsonNode text) {
        return Base64.getDecoder().decode(text.asText());
    }

    /** A key or value of another kind is none of ours, and no failure. */
    private static void add(String prefix, JsonNode pair, List<FoundGroup> to) {
        var key = new String(bytes(pair.path("key")), StandardCharsets.UTF_8);
        if (Discovery.Etcd.host(key).isEmpty()) {
            return;
        }
        var value = JsonPost.read(bytes(pair.path("value")));
        if (value == null || !value.path("addr").isTextual()) {
            LOG.atDebug().addKeyValue("key", key).log("a value in etcd is no target");
            return;
        }
        var labels = new TreeMap<String, String>();
        labels.put("tenant_id", value.path("tenant_id").asText(""));
        for (var entry : value.path("metadata").properties()) {
            if (NameScheme.UTF8.accepts(entry.getKey())) {
                labels.put(entry.getKey(), entry.getValue().asText(""));
            }
        }
        labels.put("__meta_url", prefix);
        to.add(new FoundGroup(
                key,
                Labels.of(labels),
                List.of(Labels.of("__address__", value.path("addr").asText()))));
    }
}
