package io.bkm.streams.gse;

import org.apache.pekko.util.ByteString;

/**
 * One packet before its envelope: the items of its {@code data} array as JSON, separated by commas. The sink adds the
 * keys that only it knows (agent, index) and the frame. An element of the streams: up to 1024 samples.
 *
 * @param timeSeconds start of the scrape, Unix seconds
 * @param bizId business of the DataID, 0 for none; sent only where nobody says what the host's business is
 * @param items JSON objects, comma-separated
 */
public record GsePacket(long dataId, Type type, long timeSeconds, long bizId, ByteString items, int samples) {

    /** The value of the envelope's {@code type} key. */
    public enum Type {
        METRICBEAT("metricbeat"),
        STATUS("status"),
        KUBEEVENT("kubeevent");

        private final String text;

        Type(String text) {
            this.text = text;
        }

        public String text() {
            return text;
        }
    }
}
