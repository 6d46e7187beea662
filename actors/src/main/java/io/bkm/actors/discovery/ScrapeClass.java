package io.bkm.actors.discovery;

import io.bkm.crds.AttachMetadata;
import io.bkm.crds.Authorization;
import io.bkm.crds.TlsConfig;
import io.bkm.streams.relabel.RelabelRule;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What monitors of one class have in common, checked. The Secrets and ConfigMaps that it refers to are those of the
 * settings' own namespace.
 *
 * @param at where it was read from, for messages
 */
public record ScrapeClass(
        String at,
        @Nullable TlsConfig tls,
        @Nullable Authorization authorization,
        List<RelabelRule> relabelings,
        List<RelabelRule> metricRelabelings,
        @Nullable AttachMetadata attach,
        @Nullable String fallbackFormat) {

    /** Adds nothing to a monitor. */
    static final ScrapeClass NONE = new ScrapeClass("", null, null, List.of(), List.of(), null, null);

    public ScrapeClass {
        relabelings = List.copyOf(relabelings);
        metricRelabelings = List.copyOf(metricRelabelings);
    }

    /** As prometheus-operator checks them: one that is wrong is everybody's, so nothing is started with it. */
    static ScrapeClass of(io.bkm.crds.ScrapeClass written, String at) throws Refusal {
        if (written.tlsConfig() != null) {
            AccessReader.check(written.tlsConfig(), at + ".tlsConfig");
        }
        var authorization = written.authorization();
        if (authorization != null) {
            AccessReader.checkType(authorization.type(), at + ".authorization");
            if (authorization.credentials() != null
                    && !authorization.credentialsFile().isEmpty()) {
                throw new Refusal(
                        at + ".authorization.credentialsFile",
                        authorization.credentialsFile(),
                        "none beside credentials");
            }
        }
        return new ScrapeClass(
                at,
                written.tlsConfig(),
                authorization,
                RuleList.users(written.relabelings(), at + ".relabelings"),
                RuleList.users(written.metricRelabelings(), at + ".metricRelabelings"),
                written.attachMetadata(),
                written.fallbackScrapeProtocol());
    }
}
