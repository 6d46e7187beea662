package io.bkm.streams.gse;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds out who this host is and when to ask the agent again. One thread uses it; times are of {@link System#nanoTime}. */
final class HostInfo {

    private static final Logger log = LoggerFactory.getLogger(HostInfo.class);
    private static final Path KERNEL_HOSTNAME = Path.of("/proc/sys/kernel/hostname");

    private final GseSettings settings;
    private final GseCounters counters;
    private final String hostname;
    private AgentInfo agent = AgentInfo.NONE;
    private HostIdentity identity;
    private long nextRequest;
    private long waitUntil;
    private boolean answered;
    private boolean asked;

    HostInfo(GseSettings settings, GseCounters counters) {
        this.settings = settings;
        this.counters = counters;
        this.hostname = settings.hostname().isEmpty() ? systemHostname() : settings.hostname();
        this.identity = HostIdentity.of(agent, settings, readFile(), hostname);
    }

    /** A new connection: ask at once, another agent may answer. */
    void connected(long now) {
        nextRequest = now;
        if (!asked) {
            waitUntil = now + settings.agentInfoRetry().toNanos();
            asked = true;
        }
    }

    boolean requestDue(long now) {
        return now - nextRequest >= 0;
    }

    long nextRequest() {
        return nextRequest;
    }

    void requested(long now) {
        var pause = identity.known() ? settings.agentInfoInterval() : settings.agentInfoRetry();
        nextRequest = now + pause.toNanos();
        identity = HostIdentity.of(agent, settings, readFile(), hostname);
    }

    /** An answer without an address and an agent id says nothing: what was known before stays. */
    void received(AgentMessage message, long now) {
        AgentInfo info;
        try {
            info = AgentInfo.parse(message.body());
        } catch (IllegalArgumentException e) {
            counters.agentInfoFailed.increment();
            log.atWarn().addKeyValue("reason", e.getMessage()).log("agent info not understood");
            return;
        }
        if (!info.known()) {
            counters.agentInfoFailed.increment();
            log.atDebug().log("agent info without address and agent id");
            return;
        }
        counters.agentInfoReceived.increment();
        answered = true;
        nextRequest = now + settings.agentInfoInterval().toNanos();
        if (!info.equals(agent)) {
            agent = info;
            identity = HostIdentity.of(agent, settings, readFile(), hostname);
            log.atInfo()
                    .addKeyValue("ip", identity.ip())
                    .addKeyValue("agentId", identity.agentId())
                    .log("agent says who this host is");
        }
    }

    /**
     * Whether packets may be sealed. Where settings alone say who this host is they still wait a moment for the agent's
     * first answer, which says more.
     */
    boolean ready(long now) {
        return identity.known() && (answered || (asked && now - waitUntil >= 0));
    }

    HostIdentity identity() {
        return identity;
    }

    private @Nullable HostIdFile readFile() {
        if (settings.hostIdFile().isEmpty()) {
            return null;
        }
        var path = Path.of(settings.hostIdFile());
        try {
            return Files.exists(path) ? HostIdFile.read(path) : null;
        } catch (IOException e) {
            log.atWarn().addKeyValue("reason", e.getMessage()).log("host id file left out");
            return null;
        }
    }

    private static String systemHostname() {
        try {
            return Files.exists(KERNEL_HOSTNAME)
                    ? Files.readString(KERNEL_HOSTNAME).strip()
                    : InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            throw new IllegalStateException("bkm.gse.hostname: empty, and the system says no name", e);
        } catch (IOException e) {
            throw new IllegalStateException("bkm.gse.hostname: empty, and " + KERNEL_HOSTNAME + " cannot be read", e);
        }
    }
}
