package io.bkm.streams.gse;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The file in which BlueKing's CMDB says who a host is, by default {@code /var/lib/gse/host/hostid}
 * (specs/bkmonitor-operator.md 9.9).
 *
 * @param bizId of the first association, 0 without one
 * @param levels where the host stands in the business: for each association its ids by key
 */
record HostIdFile(long hostId, long cloudId, String innerIp, long bizId, List<SortedMap<String, Long>> levels) {

    private static final ObjectMapper JSON = JsonMapper.builder().build();

    HostIdFile {
        levels = List.copyOf(levels);
    }

    /**
     * @throws IOException when it cannot be read or is no JSON object
     */
    static HostIdFile read(Path path) throws IOException {
        JsonNode root = JSON.readTree(Files.readAllBytes(path));
        if (!root.isObject()) {
            throw new IOException(path + ": " + root.getNodeType() + " (expected: an object)");
        }
        // The original follows the order of a Go map, which is random: by key it is the same every time.
        var byKey = new TreeMap<String, JsonNode>();
        root.path("associations").properties().forEach(entry -> byKey.put(entry.getKey(), entry.getValue()));
        var levels = new ArrayList<SortedMap<String, Long>>();
        byKey.values().forEach(association -> levels.add(level(association)));
        return new HostIdFile(
                root.path("bk_host_id").asLong(),
                root.path("bk_cloud_id").asLong(),
                root.path("bk_host_innerip").asText(""),
                levels.isEmpty() ? 0 : levels.getFirst().getOrDefault("bk_biz_id", 0L),
                levels);
    }

    private static SortedMap<String, Long> level(JsonNode association) {
        var ids = new TreeMap<>(Map.of(
                "bk_biz_id", association.path("bk_biz_id").asLong(),
                "bk_set_id", association.path("bk_set_id").asLong(),
                "bk_module_id", association.path("bk_module_id").asLong()));
        for (var layer = association.path("layer"); layer.isObject(); layer = layer.path("child")) {
            ids.put(layer.path("bk_obj_id").asText(), layer.path("bk_inst_id").asLong());
        }
        return ids;
    }
}
