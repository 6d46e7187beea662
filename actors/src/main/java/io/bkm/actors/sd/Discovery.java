package io.bkm.actors.sd;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** Somebody outside of Kubernetes who knows targets. Equal ones are asked once, however many jobs use them. */
public sealed interface Discovery {

    /** How often it is asked. */
    Duration refresh();

    /** As in Prometheus' configuration: {@code http_sd}. */
    String mechanism();

    /** What is asked, for people: without credentials. */
    String name();

    /**
     * An HTTP server that answers with target groups in JSON.
     *
     * @param url with a host, http or https
     */
    record Http(String url, Access access, Duration refresh) implements Discovery {

        @Override
        public String mechanism() {
            return "http_sd";
        }

        @Override
        public String name() {
            return Urls.withoutSecrets(url);
        }

        @Override
        public String toString() {
            return "Http[" + name() + "]";
        }
    }

    /**
     * Files of the member that runs the operator.
     *
     * @param patterns paths that end in .json, .yml or .yaml; the last element may have wildcards
     */
    record File(List<String> patterns, Duration refresh) implements Discovery {

        public File {
            patterns = List.copyOf(patterns);
        }

        @Override
        public String mechanism() {
            return "file_sd";
        }

        @Override
        public String name() {
            return String.join(", ", patterns);
        }
    }

    /**
     * DNS records.
     *
     * @param port of the targets; SRV records say their own
     */
    record Dns(List<String> names, RecordType type, int port, Duration refresh) implements Discovery {

        public Dns {
            names = List.copyOf(names);
        }

        @Override
        public String mechanism() {
            return "dns_sd";
        }

        @Override
        public String name() {
            return type + " " + String.join(", ", names);
        }
    }

    /** What DNS is asked for. */
    enum RecordType {
        SRV,
        A,
        AAAA,
        MX,
        NS
    }

    /**
     * Keys of etcd, whose values are targets (specs/bkmonitor-operator.md 3.1).
     *
     * @param endpoints {@code http://host:port}, of which the first that answers is asked
     */
    record Etcd(List<String> endpoints, List<String> prefixes, Duration refresh) implements Discovery {

        public Etcd {
            endpoints = List.copyOf(endpoints);
            prefixes = List.copyOf(prefixes);
        }

        /** Of a key whose last element is {@code host:port}; "" of others. */
        public static String host(String key) {
            var last = key.substring(key.lastIndexOf('/') + 1);
            int colon = last.lastIndexOf(':');
            var host = colon < 0 ? "" : last.substring(0, colon);
            return host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
        }

        @Override
        public String mechanism() {
            return "etcd_sd";
        }

        @Override
        public String name() {
            return endpoints.stream().map(Urls::withoutSecrets).toList() + " " + prefixes;
        }

        @Override
        public String toString() {
            return "Etcd[" + name() + "]";
        }
    }

    /**
     * Instances of a service of Polaris, each of which answers as an {@link Http} does (specs/bkmonitor-operator.md 3.1).
     *
     * @param servers {@code host:port} of Polaris, of which the first that answers is asked
     * @param metadata an instance counts that has any of these; with none, all count
     * @param access of the instances
     */
    record Polaris(
            List<String> servers,
            String namespace,
            String service,
            Map<String, String> metadata,
            Access access,
            Duration refresh)
            implements Discovery {

        public Polaris {
            servers = List.copyOf(servers);
            metadata = java.util.Collections.unmodifiableMap(new TreeMap<>(metadata));
        }

        @Override
        public String mechanism() {
            return "polaris_sd";
        }

        @Override
        public String name() {
            return namespace + "/" + service;
        }
    }

    /** What of a URL may be shown. */
    final class Urls {

        private static final Pattern USER = Pattern.compile("^([a-zA-Z][a-zA-Z0-9+.-]*://)[^/?#]*@");
        private static final Pattern PASSWORD = Pattern.compile("^([a-zA-Z][a-zA-Z0-9+.-]*://[^:/?#@]*):[^/?#]*@");

        private Urls() {}

        /** Without user and query, as either may hold a password. */
        public static String withoutSecrets(String url) {
            int query = url.indexOf('?');
            return USER.matcher(query < 0 ? url : url.substring(0, query)).replaceFirst("$1");
        }

        /** As Go shows it: the password is {@code xxxxx}. */
        public static String redacted(String url) {
            return PASSWORD.matcher(url).replaceFirst("$1:xxxxx@");
        }

        /** Whether it begins like a URL that can be asked. */
        public static boolean isHttp(String url) {
            var lower = url.toLowerCase(Locale.ROOT);
            return lower.matches("https?://[^/?#].*");
        }
    }
}
