package io.bkm.actors.sd;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
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
