package io.bkm.actors.resources.kubernetes;

import java.util.List;

/**
 * What refers to Secrets and ConfigMaps besides monitors, such as scrape classes.
 *
 * @param records public ones, looked through with all that they hold
 * @param namespace of what they refer to
 */
public record ReferringSettings(List<? extends Record> records, String namespace) {

    public static final ReferringSettings NONE = new ReferringSettings(List.of(), "");

    public ReferringSettings {
        records = List.copyOf(records);
    }
}
