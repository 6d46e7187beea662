package io.bkm.streams.scrape;

import java.time.Duration;

/** How one scrape of one target went. A failed scrape is an ordinary outcome, not an exception. */
public sealed interface ScrapeOutcome {

    /**
     * A body that was read whole.
     *
     * @param scraped samples in the exposition
     * @param kept samples after metric relabeling
     * @param added series that the scrape before did not have
     */
    record Scraped(int scraped, int kept, int added, long bodyBytes, Duration took) implements ScrapeOutcome {}

    /**
     * Nothing of it is kept.
     *
     * @param detail for people: names the value and what was expected; never a secret
     */
    record Failed(Reason reason, String detail, Duration took) implements ScrapeOutcome {}

    /** Why a scrape failed. The label is the value of the {@code reason} tag on our own metrics: never rename one. */
    enum Reason {
        TIMEOUT("timeout", 3, "Timeout"),
        CONNECT_TIMEOUT("connect_timeout", 1001, "ConnTimeout"),
        REFUSED("refused", 2501, "ConnRefused"),
        CONNECTION("connection", 1000, "ConnFailed"),
        DNS("dns", 1004, "DNSResolveFailed"),
        TLS("tls", 1000, "ConnFailed"),
        CREDENTIALS("credentials", 2501, "ConnRefused"),
        HTTP_STATUS("http_status", 1200, "ResponseFailed"),
        BODY("body", 1501, "WriteTempFileFailed"),
        BODY_SIZE_LIMIT("body_size_limit", 1501, "WriteTempFileFailed"),
        CONTENT_TYPE("content_type", 2502, "InvalidPromFormat"),
        MALFORMED("malformed", 2502, "InvalidPromFormat"),
        SAMPLE_LIMIT("sample_limit", 2502, "InvalidPromFormat"),
        LABEL_LIMIT("label_limit", 2502, "InvalidPromFormat"),
        /** The pool has too many targets: none of them is scraped. */
        TARGET_LIMIT("target_limit", 2502, "InvalidPromFormat"),
        /** The target answered, and the member had no room to read it in time: nothing is written, not even that it is down. */
        BUSY("busy", 1, "Unknown"),
        /** The member does not know yet what its samples are told of their pods: nothing is written, as above. */
        PODS_UNKNOWN("pods_unknown", 1, "Unknown"),
        /** The endpoint was closed meanwhile. */
        CANCELLED("cancelled", 2, "Canceled"),
        BUG("bug", 1, "Unknown");

        private final String label;
        private final int gseCode;
        private final String gseName;

        Reason(String label, int gseCode, String gseName) {
            this.label = label;
            this.gseCode = gseCode;
            this.gseName = gseName;
        }

        public String label() {
            return label;
        }

        /** The code of {@code bkm_metricbeat_endpoint_up} (specs/bkmonitor-operator.md 9.7). */
        public int gseCode() {
            return gseCode;
        }

        public String gseName() {
            return gseName;
        }
    }
}
