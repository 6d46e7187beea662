package io.bkm.streams.gse;

import java.util.List;
import java.util.SortedMap;
import java.util.stream.Collectors;
import org.apache.pekko.util.ByteString;

/**
 * The JSON around the items of a packet, keys in the order of Go's encoder (specs/bkmonitor-operator.md 9.9, 10.8). The
 * items are not copied.
 */
final class Envelope {

    private Envelope() {}

    static ByteString seal(GsePacket packet, HostIdentity host, long gseIndex) {
        return ByteString.fromString(before(packet, host))
                .concat(packet.items())
                .concat(ByteString.fromString(after(packet, host, gseIndex)));
    }

    private static String before(GsePacket packet, HostIdentity host) {
        var json = new StringBuilder(256);
        json.append("{\"bizid\":").append(host.bizId());
        text(json.append(",\"bk_agent_id\":"), host.agentId());
        // The host's business; the packet's own only where nobody says what the host's is (the original would send 0).
        json.append(",\"bk_biz_id\":").append(host.bkBizId() != 0 ? host.bkBizId() : packet.bizId());
        json.append(",\"bk_cloud_id\":").append(host.bkCloudId());
        if (packet.type() == GsePacket.Type.METRICBEAT && !host.levels().isEmpty()) {
            json.append(",\"bk_cmdb_level\":").append(levels(host.levels()));
        }
        json.append(",\"bk_host_id\":").append(host.hostId());
        json.append(",\"cloudid\":").append(host.cloudId());
        return json.append(",\"data\":[").toString();
    }

    private static String after(GsePacket packet, HostIdentity host, long gseIndex) {
        var json = new StringBuilder(256);
        json.append("],\"dataid\":").append(packet.dataId());
        json.append(",\"gseindex\":").append(gseIndex);
        text(json.append(",\"hostname\":"), host.hostname());
        text(json.append(",\"ip\":"), host.ip());
        text(json.append(",\"node_id\":"), host.nodeId());
        if (packet.type() == GsePacket.Type.METRICBEAT) { // the others have no time of their own
            json.append(",\"time\":").append(packet.timeSeconds());
            json.append(",\"timestamp\":").append(packet.timeSeconds());
        }
        text(json.append(",\"type\":"), packet.type().text());
        return json.append('}').toString();
    }

    private static String levels(List<SortedMap<String, Long>> levels) {
        return levels.stream().map(Envelope::level).collect(Collectors.joining(",", "[", "]"));
    }

    private static String level(SortedMap<String, Long> ids) {
        var json = new StringBuilder("{");
        ids.forEach((key, id) -> {
            text(json, key);
            json.append(':').append(id).append(',');
        });
        json.setCharAt(json.length() - 1, '}');
        return json.toString();
    }

    /** A JSON string as Go's encoder writes it, HTML characters escaped. */
    static void text(StringBuilder json, String text) {
        json.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"' -> json.append("\\\"");
                case '\\' -> json.append("\\\\");
                case '\b' -> json.append("\\b");
                case '\f' -> json.append("\\f");
                case '\n' -> json.append("\\n");
                case '\r' -> json.append("\\r");
                case '\t' -> json.append("\\t");
                case '<', '>', '&', '\u2028', '\u2029' -> unicode(json, c);
                default -> {
                    if (c < ' ') {
                        unicode(json, c);
                    } else {
                        json.append(c);
                    }
                }
            }
        }
        json.append('"');
    }

    private static void unicode(StringBuilder json, char c) {
        json.append(String.format("\\u%04x", (int) c));
    }
}
