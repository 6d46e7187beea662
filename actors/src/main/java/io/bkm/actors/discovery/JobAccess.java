package io.bkm.actors.discovery;

import io.bkm.crds.AuthSettings;
import io.bkm.crds.TlsConfig;
import io.bkm.streams.targets.Credentials;
import io.bkm.streams.targets.ProxySettings;
import io.bkm.streams.targets.TlsSettings;
import org.jspecify.annotations.Nullable;

/**
 * Credentials, TLS and proxy of a job: the monitor's, and those of its scrape class where the monitor has none, mixed
 * as prometheus-operator mixes them ({@code merge…WithScrapeClass} in its {@code promcfg.go}).
 *
 * <p>One thing is otherwise: the class's Secrets and ConfigMaps are looked for in the namespace of the Prometheus
 * resource. prometheus-operator 0.85 looks for them in the monitor's, where it finds them by chance only, and says that
 * it supports files alone there.
 *
 * @param ofClass reads what the class refers to; may read files, as who writes a class may
 */
record JobAccess(AccessReader own, AccessReader ofClass, ScrapeClass scrapeClass) {

    static JobAccess of(References.Reader references, ScrapeClass scrapeClass, ExpansionSettings settings) {
        return new JobAccess(
                new AccessReader(references, settings.allowFiles()),
                new AccessReader(references.in(settings.ownNamespace()), true),
                scrapeClass);
    }

    /**
     * @param bearerTokenFile "" where there is none
     * @param at path of the settings, with a dot at its end: {@code spec.endpoints[0].}
     */
    @Nullable
    Credentials credentials(AuthSettings auth, String bearerTokenFile, String at) throws Refusal {
        return own.credentials(auth, header(auth, at + "authorization"), bearerTokenFile, at);
    }

    /** The type is the monitor's wherever it has an authorization at all, also beside credentials of the class. */
    private @Nullable Credentials header(AuthSettings auth, String field) throws Refusal {
        var authorization = auth.authorization();
        var classes = scrapeClass.authorization();
        var classField = scrapeClass.at() + ".authorization";
        if (authorization == null || !AccessReader.isGiven(authorization)) {
            return classes == null ? null : ofClass.header(classes.type(), classes, classField);
        }
        return classes == null || authorization.credentials() != null
                ? own.header(authorization.type(), authorization, field)
                : ofClass.header(authorization.type(), classes, classField);
    }

    /** Of an endpoint of a ServiceMonitor: one that is there but empty is the monitor's own. */
    @Nullable
    TlsSettings tlsOfService(@Nullable TlsConfig config, String field) throws Refusal {
        var classes = scrapeClass.tls();
        if (classes == null) {
            return own.tls(config, field);
        }
        if (config == null) {
            return ofClass.tls(classes, scrapeClass.at() + ".tlsConfig");
        }
        var settings = own.tls(config, field);
        return settings == null ? null : filled(settings, config, classes);
    }

    /** Of all others: one that is empty is none. */
    @Nullable
    TlsSettings tls(@Nullable TlsConfig config, String field) throws Refusal {
        return scrapeClass.tls() != null && !AccessReader.isGiven(config)
                ? tlsOfService(null, field)
                : tlsOfService(config, field);
    }

    /** With the class's files in the place of what the monitor has neither a file nor a reference for. */
    private static TlsSettings filled(TlsSettings settings, TlsConfig own, TlsConfig classes) {
        return new TlsSettings(
                AccessReader.isGiven(own.ca()) ? settings.ca() : orFile(settings.ca(), classes.caFile()),
                AccessReader.isGiven(own.cert()) ? settings.cert() : orFile(settings.cert(), classes.certFile()),
                own.keySecret() != null ? settings.key() : orFile(settings.key(), classes.keyFile()),
                settings.serverName(),
                settings.insecureSkipVerify(),
                settings.minVersion(),
                settings.maxVersion());
    }

    private static @Nullable String orFile(@Nullable String own, String file) {
        return own != null || file.isEmpty() ? own : AccessReader.FILE + file;
    }

    /** @param at path of the settings, with a dot at its end */
    @Nullable
    ProxySettings proxy(io.bkm.crds.ProxySettings config, String at) throws Refusal {
        return own.proxy(config, at);
    }
}
