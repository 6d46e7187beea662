package io.bkm.streams.gse;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import org.apache.pekko.util.ByteString;

/**
 * What the agent says about its host (specs/bkmonitor-operator.md 10.4). Unknown numbers are 0, unknown texts "".
 *
 * @param bizId the older kind of business id; its key is one word
 * @param bkBizId the business the host belongs to, key {@code bk_biz_id}
 * @param staticDataId carried, used by nobody here
 */
public record AgentInfo(
        long bizId, long bkBizId, long cloudId, String ip, String agentId, String tenantId, String staticDataId) {

    static final AgentInfo NONE = new AgentInfo(0, 0, 0, "", "", "", "");

    private static final ObjectMapper JSON = JsonMapper.builder().build();

    /** Whether it says which host this is. */
    public boolean known() {
        return !ip.isEmpty() || !agentId.isEmpty();
    }

    /**
     * @throws IllegalArgumentException when it is no JSON object
     */
    public static AgentInfo parse(ByteString json) {
        JsonNode info;
        try {
            info = JSON.readTree(json.toArrayUnsafe());
        } catch (IOException e) {
            throw new IllegalArgumentException("agent info: " + e.getMessage(), e);
        }
        if (!info.isObject()) {
            throw new IllegalArgumentException("agent info: " + info.getNodeType() + " (expected: an object)");
        }
        return new AgentInfo(
                info.path("bizid").asLong(),
                info.path("bk_biz_id").asLong(),
                info.path("cloudid").asLong(),
                info.path("ip").asText(""),
                info.path("bk_agent_id").asText(""),
                info.path("bk_tenant_id").asText(""),
                info.path("static_dataid").asText(""));
    }

    public ByteString toJson() {
        ObjectNode info = JSON.createObjectNode();
        info.put("bizid", bizId).put("bk_biz_id", bkBizId).put("cloudid", cloudId);
        info.put("ip", ip).put("bk_agent_id", agentId).put("bk_tenant_id", tenantId);
        info.put("static_dataid", staticDataId);
        return ByteString.fromString(info.toString());
    }
}
