package io.bkm.actors.discovery;

import static io.bkm.actors.discovery.JobContext.orTrue;

import io.bkm.actors.sd.Access;
import io.bkm.actors.sd.Discovery;
import io.bkm.actors.sd.Discovery.RecordType;
import io.bkm.actors.sd.Discovery.Urls;
import io.bkm.crds.DnsSdConfig;
import io.bkm.crds.FileSdConfig;
import io.bkm.crds.HttpSdConfig;
import io.bkm.crds.ScrapeConfig;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/** The discoveries of a ScrapeConfig that lead out of Kubernetes, checked as prometheus-operator and then Prometheus check them. */
final class OutsideDiscoveries {

    static final Duration HTTP_REFRESH = Duration.ofMinutes(1);
    static final Duration DNS_REFRESH = Duration.ofSeconds(30);
    static final Duration FILE_REFRESH = Duration.ofMinutes(5);

    private static final Pattern FILE = Pattern.compile("[^*]*(\\*[^/]*)?\\.(json|yml|yaml|JSON|YML|YAML)");

    private OutsideDiscoveries() {}

    static List<Discovery> of(ScrapeConfig.Spec spec, JobContext context) throws Refusal {
        var all = new ArrayList<Discovery>();
        for (int i = 0; i < spec.fileSDConfigs().size(); i++) {
            all.add(file(spec.fileSDConfigs().get(i), context, "spec.fileSDConfigs[" + i + "]."));
        }
        for (int i = 0; i < spec.httpSDConfigs().size(); i++) {
            all.add(http(spec.httpSDConfigs().get(i), context, "spec.httpSDConfigs[" + i + "]."));
        }
        for (int i = 0; i < spec.dnsSDConfigs().size(); i++) {
            all.add(dns(spec.dnsSDConfigs().get(i), "spec.dnsSDConfigs[" + i + "]."));
        }
        return all;
    }

    private static Discovery dns(DnsSdConfig config, String at) throws Refusal {
        return dns(
                config.names(),
                config.type() == null ? "SRV" : config.type(),
                config.port() == null ? 0 : config.port(),
                JobTiming.orElse(config.refreshInterval(), DNS_REFRESH, at + "refreshInterval"),
                at);
    }

    /** @param at path of the settings, with a dot at its end */
    static Discovery dns(List<String> names, String type, long port, Duration refresh, String at) throws Refusal {
        if (names.isEmpty()) {
            throw new Refusal(at + "names", "[]", "at least one name");
        }
        var record = Arrays.stream(RecordType.values())
                .filter(each -> each.name().equalsIgnoreCase(type))
                .findFirst()
                .orElseThrow(() -> new Refusal(at + "type", type, "SRV, A, AAAA, MX or NS"));
        if (record != RecordType.SRV && (port < 1 || port > 65_535)) {
            throw new Refusal(at + "port", Long.toString(port), "a port, as records of type " + record + " have none");
        }
        return new Discovery.Dns(names, record, (int) port, refresh);
    }

    private static Discovery file(FileSdConfig config, JobContext context, String at) throws Refusal {
        return file(
                config.files(),
                JobTiming.orElse(config.refreshInterval(), FILE_REFRESH, at + "refreshInterval"),
                context.access().own().mayReadFiles(),
                at + "files");
    }

    static Discovery file(List<String> files, Duration refresh, boolean mayReadFiles, String field) throws Refusal {
        if (files.isEmpty()) {
            throw new Refusal(field, "[]", "at least one path");
        }
        for (var path : files) {
            if (!FILE.matcher(path).matches()) {
                throw new Refusal(
                        field, path, "a path that ends in .json, .yml or .yaml, with * in its last element at most");
            }
        }
        if (!mayReadFiles) {
            throw new Refusal(field, files.toString(), "none, since bkm.expansion.allow-files is off");
        }
        return new Discovery.File(files, refresh);
    }

    private static Discovery http(HttpSdConfig config, JobContext context, String at) throws Refusal {
        checkUrl(config.url(), at + "url");
        var access = new Access(
                orTrue(config.followRedirects()),
                context.access().own().credentials(config, at),
                context.access().own().tls(config.tlsConfig(), at + "tlsConfig"),
                context.access().proxy(config, at));
        return new Discovery.Http(
                config.url(), access, JobTiming.orElse(config.refreshInterval(), HTTP_REFRESH, at + "refreshInterval"));
    }

    static void checkUrl(String url, String field) throws Refusal {
        GoUrl.check(url, field);
        if (!Urls.isHttp(url)) {
            throw new Refusal(field, Urls.withoutSecrets(url), "a URL with a host, http or https");
        }
    }
}
