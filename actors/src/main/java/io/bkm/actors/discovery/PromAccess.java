package io.bkm.actors.discovery;

import io.bkm.actors.sd.Access;
import io.bkm.streams.targets.Credentials;
import io.bkm.streams.targets.ProxySettings;
import io.bkm.streams.targets.TlsSettings;
import java.util.ArrayList;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The HTTP client of a scrape config or of a discovery in Prometheus' words ({@code HTTPClientConfig} of prometheus/common).
 *
 * @param mayReadFiles whether it may name files of the member
 */
record PromAccess(boolean mayReadFiles) {

    /** The settings of an HTTP client, wherever they stand. */
    static final Set<String> FIELDS = Set.of(
            "basic_auth",
            "authorization",
            "oauth2",
            "bearer_token",
            "bearer_token_file",
            "tls_config",
            "proxy_url",
            "no_proxy",
            "proxy_from_environment",
            "proxy_connect_header",
            "follow_redirects",
            "enable_http2");

    Access of(PromNode config) throws Refusal {
        return new Access(config.flag("follow_redirects", true), credentials(config), tls(config), proxy(config));
    }

    private @Nullable Credentials credentials(PromNode config) throws Refusal {
        var found = new ArrayList<Credentials>();
        var basic = config.mapping("basic_auth");
        if (basic != null) {
            basic.allow(Set.of("username", "password"));
            found.add(new Credentials.Basic(basic.text("username", ""), basic.text("password", "")));
        }
        var authorization = config.mapping("authorization");
        if (authorization != null) {
            found.add(authorization(authorization));
        }
        var oauth2 = config.mapping("oauth2");
        if (oauth2 != null) {
            found.add(oauth2(oauth2));
        }
        if (config.has("bearer_token")) {
            found.add(new Credentials.Header("Bearer", config.text("bearer_token", "")));
        }
        if (config.has("bearer_token_file")) {
            found.add(new Credentials.HeaderFile("Bearer", file(config, "bearer_token_file")));
        }
        if (found.size() > 1) {
            throw new Refusal(
                    config.at().isEmpty() ? "job" : config.at(),
                    found.size() + " kinds of credentials",
                    "one of basic_auth, authorization, oauth2, bearer_token and bearer_token_file");
        }
        return found.isEmpty() ? null : found.getFirst();
    }

    private Credentials authorization(PromNode authorization) throws Refusal {
        authorization.allow(Set.of("type", "credentials", "credentials_file"));
        var type = authorization.text("type", "Bearer").strip();
        if (type.equalsIgnoreCase("basic")) {
            throw new Refusal(authorization.at() + "type", type, "another type, or basic_auth instead");
        }
        if (authorization.has("credentials") && authorization.has("credentials_file")) {
            throw new Refusal(authorization.at() + "credentials_file", "given", "none beside credentials");
        }
        return authorization.has("credentials_file")
                ? new Credentials.HeaderFile(type, file(authorization, "credentials_file"))
                : new Credentials.Header(type, authorization.text("credentials", ""));
    }

    private Credentials oauth2(PromNode oauth2) throws Refusal {
        oauth2.allow(Set.of("client_id", "client_secret", "scopes", "token_url", "endpoint_params", "tls_config"));
        var tokenUrl = oauth2.text("token_url", "");
        OutsideDiscoveries.checkUrl(tokenUrl, oauth2.at() + "token_url");
        if (oauth2.text("client_id", "").isEmpty()) {
            throw new Refusal(oauth2.at() + "client_id", "\"\"", "a text");
        }
        return new Credentials.OAuth2(
                tokenUrl,
                oauth2.text("client_id", ""),
                oauth2.text("client_secret", ""),
                oauth2.texts("scopes"),
                oauth2.map("endpoint_params"),
                tls(oauth2));
    }

    private @Nullable TlsSettings tls(PromNode config) throws Refusal {
        var tls = config.mapping("tls_config");
        if (tls == null) {
            return null;
        }
        tls.allow(Set.of(
                "ca",
                "cert",
                "key",
                "ca_file",
                "cert_file",
                "key_file",
                "server_name",
                "insecure_skip_verify",
                "min_version",
                "max_version"));
        var cert = material(tls, "cert");
        var key = material(tls, "key");
        if ((cert == null) != (key == null)) {
            throw new Refusal(
                    tls.at() + "cert_file", cert == null ? "none" : "given", "certificate and key, or neither");
        }
        return new TlsSettings(
                material(tls, "ca"),
                cert,
                key,
                tls.textOrNull("server_name"),
                tls.flag("insecure_skip_verify", false),
                tls.textOrNull("min_version"),
                tls.textOrNull("max_version"));
    }

    private @Nullable String material(PromNode tls, String name) throws Refusal {
        var content = tls.text(name, "");
        var path = name + "_file";
        if (!tls.text(path, "").isEmpty()) {
            if (!content.isEmpty()) {
                throw new Refusal(tls.at() + path, "given", "no file beside " + name);
            }
            return AccessReader.FILE + file(tls, path);
        }
        return content.isEmpty() ? null : content;
    }

    private String file(PromNode config, String field) throws Refusal {
        var path = config.text(field, "");
        if (!mayReadFiles) {
            throw new Refusal(config.at() + field, path, "no file, since bkm.expansion.allow-files is off");
        }
        return path;
    }

    private static @Nullable ProxySettings proxy(PromNode config) throws Refusal {
        var url = config.text("proxy_url", "");
        var noProxy = config.text("no_proxy", "");
        boolean fromEnvironment = config.flag("proxy_from_environment", false);
        if (fromEnvironment && !(url.isEmpty() && noProxy.isEmpty())) {
            throw new Refusal(
                    config.at() + "proxy_from_environment", "true", "neither proxy_url nor no_proxy beside it");
        }
        if (url.isEmpty() && !noProxy.isEmpty()) {
            throw new Refusal(config.at() + "no_proxy", noProxy, "proxy_url beside it");
        }
        if (url.isEmpty() && !fromEnvironment) {
            if (config.has("proxy_connect_header")) {
                throw new Refusal(
                        config.at() + "proxy_connect_header", "given", "proxy_url or proxy_from_environment beside it");
            }
            return null;
        }
        if (!url.isEmpty()) {
            GoUrl.check(url, config.at() + "proxy_url");
        }
        Map<String, String> headers = new TreeMap<>();
        // Several lines of one header mean the same as one line with commas.
        config.lists("proxy_connect_header").forEach((name, values) -> headers.put(name, String.join(", ", values)));
        return new ProxySettings(
                url.isEmpty() ? null : url, noProxy.isEmpty() ? null : noProxy, fromEnvironment, headers);
    }
}
