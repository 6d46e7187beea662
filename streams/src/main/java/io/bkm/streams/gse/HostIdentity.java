package io.bkm.streams.gse;

import java.util.List;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * Who the packets of this member come from: the agent's answer, overridden by the settings, overridden by the hostid
 * file (specs/bkmonitor-operator.md 10.4).
 *
 * @param nodeId {@code <cloud>:<ip>} of the hostid file, {@code :} without one: settings do not change it
 * @param bkCloudId of the hostid file, 0 without one
 * @param levels of the hostid file, empty without one
 */
record HostIdentity(
        long bizId,
        long bkBizId,
        long cloudId,
        long hostId,
        String ip,
        String agentId,
        String hostname,
        String nodeId,
        long bkCloudId,
        List<SortedMap<String, Long>> levels) {

    HostIdentity {
        levels = List.copyOf(levels);
    }

    static HostIdentity of(AgentInfo agent, GseSettings settings, @Nullable HostIdFile file, String hostname) {
        long bkBizId = settings.bizId() != 0 ? settings.bizId() : agent.bkBizId();
        long cloudId = settings.cloudId() >= 0 ? settings.cloudId() : agent.cloudId();
        String ip = settings.hostIp().isEmpty() ? agent.ip() : settings.hostIp();
        if (file == null) {
            return new HostIdentity(
                    agent.bizId(),
                    bkBizId,
                    cloudId,
                    settings.hostId(),
                    ip,
                    agent.agentId(),
                    hostname,
                    ":",
                    0,
                    List.of());
        }
        return new HostIdentity(
                agent.bizId(),
                file.bizId() != 0 ? file.bizId() : bkBizId,
                file.cloudId() != 0 ? file.cloudId() : cloudId,
                file.hostId() != 0 ? file.hostId() : settings.hostId(),
                ip.isEmpty() ? file.innerIp() : ip,
                agent.agentId(),
                hostname,
                file.cloudId() + ":" + file.innerIp(),
                file.cloudId(),
                file.levels());
    }

    /** A packet that says neither is of no use to anyone: it waits until one is known. */
    boolean known() {
        return !ip.isEmpty() || !agentId.isEmpty();
    }
}
