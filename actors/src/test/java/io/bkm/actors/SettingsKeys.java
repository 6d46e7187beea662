package io.bkm.actors;

import com.typesafe.config.Config;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** A section's keys and its record's components, to see that they are the same. */
public final class SettingsKeys {

    private SettingsKeys() {}

    /** The components in the way keys are written: {@code pollInterval} is {@code poll-interval}. */
    public static Set<String> of(Class<? extends Record> settings) {
        return Arrays.stream(settings.getRecordComponents())
                .map(component ->
                        component.getName().replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    public static Set<String> in(Config config, String section) {
        return new TreeSet<>(config.getConfig(section).root().keySet());
    }
}
