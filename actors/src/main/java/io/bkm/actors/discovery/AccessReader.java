package io.bkm.actors.discovery;

import io.bkm.crds.AuthSettings;
import io.bkm.crds.Authorization;
import io.bkm.crds.BasicAuth;
import io.bkm.crds.OAuth2;
import io.bkm.crds.SecretOrConfigMap;
import io.bkm.crds.TlsConfig;
import io.bkm.streams.targets.Credentials;
import io.bkm.streams.targets.ProxySettings;
import io.bkm.streams.targets.TlsSettings;
import java.util.ArrayList;
import java.util.Locale;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Credentials, TLS and proxy of a monitor with the Secrets and ConfigMaps that they refer to filled in. Refuses what
 * prometheus-operator refuses ({@code pkg/assets}, {@code Validate()} of its types) and what would make Prometheus
 * refuse its whole configuration, such as two kinds of credentials.
 *
 * @param mayReadFiles whether a monitor may name files of the scraping member
 */
record AccessReader(References.Reader references, boolean mayReadFiles) {

    /** Stands before the path of a file that is read at each use. */
    static final String FILE = "file:";

    private static final String NO_FILES = "a Secret or a ConfigMap, since bkm.expansion.allow-files is off";

    /** @param at path of the settings, with a dot at its end: {@code spec.kubernetesSDConfigs[0].} */
    @Nullable
    Credentials credentials(AuthSettings auth, String at) throws Refusal {
        var authorization = auth.authorization();
        return credentials(
                auth,
                authorization != null && isGiven(authorization)
                        ? header(authorization.type(), authorization, at + "authorization")
                        : null,
                "",
                at);
    }

    /**
     * @param header what became of {@code authorization}, null where there is none
     * @param bearerTokenFile "" where there is none
     * @param at path of the settings, with a dot at its end: {@code spec.endpoints[0].}
     */
    @Nullable
    Credentials credentials(AuthSettings auth, @Nullable Credentials header, String bearerTokenFile, String at)
            throws Refusal {
        var found = new ArrayList<Credentials>();
        if (auth.basicAuth() != null) {
            found.add(basic(auth.basicAuth(), at + "basicAuth"));
        }
        if (header != null) {
            found.add(header);
        }
        if (auth.oauth2() != null) {
            found.add(oauth2(auth.oauth2(), at + "oauth2"));
        }
        var bearer = auth.bearerTokenSecret();
        if (bearer != null && !bearer.name().isEmpty()) {
            found.add(new Credentials.Header("Bearer", references.secret(bearer, at + "bearerTokenSecret")));
        }
        if (!bearerTokenFile.isEmpty()) {
            found.add(new Credentials.HeaderFile("Bearer", file(bearerTokenFile, at + "bearerTokenFile")));
        }
        if (found.size() > 1) {
            throw new Refusal(
                    at.isEmpty() ? "spec" : at.substring(0, at.length() - 1),
                    found.size() + " kinds of credentials",
                    "one of basicAuth, authorization, oauth2, bearerTokenSecret and bearerTokenFile");
        }
        return found.isEmpty() ? null : found.getFirst();
    }

    static boolean isGiven(@Nullable Authorization authorization) {
        return authorization != null && !(authorization.type().isEmpty() && authorization.credentials() == null);
    }

    /** Whether anything in it is set, as Go tells a struct from an empty one. */
    static boolean isGiven(@Nullable TlsConfig config) {
        return config != null
                && (isGiven(config.ca())
                        || isGiven(config.cert())
                        || config.keySecret() != null
                        || config.insecureSkipVerify() != null
                        || config.serverName() != null
                        || config.minVersion() != null
                        || config.maxVersion() != null
                        || !(config.caFile() + config.certFile() + config.keyFile()).isEmpty());
    }

    static boolean isGiven(@Nullable SecretOrConfigMap reference) {
        return reference != null && (reference.secret() != null || reference.configMap() != null);
    }

    private Credentials basic(BasicAuth basic, String field) throws Refusal {
        return new Credentials.Basic(
                references.secret(basic.username(), field + ".username"),
                references.secret(basic.password(), field + ".password"));
    }

    /** @param type may be another's than the credentials: "" means Bearer */
    Credentials header(String type, Authorization authorization, String field) throws Refusal {
        checkType(type, field);
        var name = type.isBlank() ? "Bearer" : type.strip();
        if (!authorization.credentialsFile().isEmpty()) {
            return new Credentials.HeaderFile(name, file(authorization.credentialsFile(), field + ".credentialsFile"));
        }
        var key = authorization.credentials();
        return new Credentials.Header(
                name, key == null || key.name().isEmpty() ? "" : references.secret(key, field + ".credentials"));
    }

    static void checkType(String type, String field) throws Refusal {
        if (type.strip().toLowerCase(Locale.ROOT).equals("basic")) {
            throw new Refusal(field + ".type", type.strip(), "another type, or basicAuth instead");
        }
    }

    private Credentials oauth2(OAuth2 oauth2, String field) throws Refusal {
        if (oauth2.tokenUrl().isEmpty()) {
            throw new Refusal(field + ".tokenUrl", "\"\"", "a URL");
        }
        var clientId = references.either(oauth2.clientId(), field + ".clientId");
        if (clientId.isEmpty()) {
            throw new Refusal(field + ".clientId", "\"\"", "a key of a Secret or of a ConfigMap, with a value");
        }
        return new Credentials.OAuth2(
                oauth2.tokenUrl(),
                clientId,
                references.secret(oauth2.clientSecret(), field + ".clientSecret"),
                oauth2.scopes(),
                oauth2.endpointParams(),
                tls(oauth2.tlsConfig(), field + ".tlsConfig"));
    }

    @Nullable
    TlsSettings tls(@Nullable TlsConfig config, String field) throws Refusal {
        if (config == null) {
            return null;
        }
        var ca = references.either(config.ca(), field + ".ca");
        var cert = references.either(config.cert(), field + ".cert");
        var key = config.keySecret() == null ? "" : references.secret(config.keySecret(), field + ".keySecret");
        check(config, field);
        if (!ca.isEmpty()) {
            PemCheck.certificate(ca, field + ".ca");
        }
        if (!cert.isEmpty() && !key.isEmpty()) {
            PemCheck.keyPair(cert, key, field + ".cert");
        }
        return new TlsSettings(
                contentOrFile(ca, config.caFile(), field + ".caFile"),
                contentOrFile(cert, config.certFile(), field + ".certFile"),
                contentOrFile(key, config.keyFile(), field + ".keyFile"),
                config.serverName() == null || config.serverName().isEmpty() ? null : config.serverName(),
                Boolean.TRUE.equals(config.insecureSkipVerify()),
                config.minVersion(),
                config.maxVersion());
    }

    /** What can be said of it without what it refers to. */
    static void check(TlsConfig config, String field) throws Refusal {
        boolean hasCert = isGiven(config.cert()) || !config.certFile().isEmpty();
        boolean hasKey = config.keySecret() != null || !config.keyFile().isEmpty();
        if (hasCert != hasKey) {
            throw new Refusal(
                    field, hasCert ? "a certificate without its key" : "a key without its certificate", "both or none");
        }
        checkEither(isGiven(config.ca()), config.caFile(), field + ".caFile");
        checkEither(isGiven(config.cert()), config.certFile(), field + ".certFile");
        checkEither(config.keySecret() != null, config.keyFile(), field + ".keyFile");
        var min = config.minVersion();
        var max = config.maxVersion();
        if (min != null && max != null && max.compareTo(min) < 0) {
            throw new Refusal(field + ".maxVersion", max, "at least minVersion, " + min);
        }
    }

    private static void checkEither(boolean reference, String path, String field) throws Refusal {
        if (reference && !path.isEmpty()) {
            throw new Refusal(field, path, "no file where there is a Secret or a ConfigMap");
        }
    }

    private @Nullable String contentOrFile(String content, String path, String field) throws Refusal {
        if (path.isEmpty()) {
            return content.isEmpty() ? null : content;
        }
        return FILE + file(path, field);
    }

    private String file(String path, String field) throws Refusal {
        if (!mayReadFiles) {
            throw new Refusal(field, path, NO_FILES);
        }
        return path;
    }

    /** @param at path of the settings, with a dot at its end */
    @Nullable
    ProxySettings proxy(io.bkm.crds.ProxySettings config, String at) throws Refusal {
        var url = config.proxyUrl() == null ? "" : config.proxyUrl();
        var noProxy = config.noProxy() == null ? "" : config.noProxy();
        boolean fromEnvironment = Boolean.TRUE.equals(config.proxyFromEnvironment());
        if (fromEnvironment && !(url.isEmpty() && noProxy.isEmpty())) {
            throw new Refusal(at + "proxyFromEnvironment", "true", "neither proxyUrl nor noProxy beside it");
        }
        if (url.isEmpty() && !noProxy.isEmpty()) {
            throw new Refusal(at + "noProxy", noProxy, "proxyUrl beside it");
        }
        if (url.isEmpty() && !fromEnvironment) {
            if (!config.proxyConnectHeader().isEmpty()) {
                throw new Refusal(
                        at + "proxyConnectHeader",
                        config.proxyConnectHeader().keySet().toString(),
                        "proxyUrl or proxyFromEnvironment beside it");
            }
            return null;
        }
        if (!url.isEmpty()) {
            GoUrl.check(url, at + "proxyUrl");
        }
        return new ProxySettings(
                url.isEmpty() ? null : url, noProxy.isEmpty() ? null : noProxy, fromEnvironment, headers(config, at));
    }

    private TreeMap<String, String> headers(io.bkm.crds.ProxySettings config, String at) throws Refusal {
        var headers = new TreeMap<String, String>();
        for (var header : config.proxyConnectHeader().entrySet()) {
            var field = at + "proxyConnectHeader." + header.getKey();
            if (header.getValue().isEmpty()) {
                throw new Refusal(field, "[]", "at least one key of a Secret");
            }
            var values = new ArrayList<String>();
            for (var key : header.getValue()) {
                values.add(references.secret(key, field));
            }
            // Several lines of one header mean the same as one line with commas.
            headers.put(header.getKey(), String.join(", ", values));
        }
        return headers;
    }
}
