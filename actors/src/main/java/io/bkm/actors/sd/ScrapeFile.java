package io.bkm.actors.sd;

import com.fasterxml.jackson.databind.node.ArrayNode;

/**
 * A list of Prometheus' scrape configs, from one key of a Secret. As long as the text stays, it is the same instance.
 *
 * @param jobs as they are written; may hold credentials
 */
public record ScrapeFile(String namespace, String secret, String file, ArrayNode jobs) {

    /** How jobs of it are called: {@code secret/file}. */
    public String name() {
        return secret + "/" + file;
    }

    @Override
    public String toString() {
        return "ScrapeFile[" + namespace + "/" + name() + ", " + jobs.size() + " jobs]";
    }
}
