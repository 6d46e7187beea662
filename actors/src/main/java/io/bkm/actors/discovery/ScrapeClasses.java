package io.bkm.actors.discovery;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.typesafe.config.ConfigList;
import com.typesafe.config.ConfigRenderOptions;
import io.bkm.crds.PrometheusParser;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The {@code bkm.expansion.scrape-classes} list.
 *
 * @param byName all of them
 * @param otherwise the class of monitors that name none; "" where there is no default
 */
public record ScrapeClasses(Map<String, ScrapeClass> byName, String otherwise) {

    static final ScrapeClasses NONE = new ScrapeClasses(Map.of(), "");

    private static final JsonMapper MAPPER = new JsonMapper();

    public ScrapeClasses {
        byName = Map.copyOf(byName);
    }

    static ScrapeClasses from(ConfigList list) {
        var json = list.render(ConfigRenderOptions.concise());
        try {
            var spec = MAPPER.createObjectNode().set("scrapeClasses", MAPPER.readTree(json));
            return of(PrometheusParser.parse(spec).scrapeClasses(), "bkm.expansion.scrape-classes");
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /**
     * @param at where they were read from, for messages
     * @throws IllegalArgumentException when one of them is wrong, or two are the default
     */
    static ScrapeClasses of(List<io.bkm.crds.ScrapeClass> written, String at) {
        var byName = new TreeMap<String, ScrapeClass>();
        var otherwise = "";
        for (var each : written) {
            try {
                byName.put(each.name(), ScrapeClass.of(each, at + "[" + each.name() + "]"));
            } catch (Refusal refusal) {
                throw new IllegalArgumentException(refusal.reason(), refusal);
            }
            if (Boolean.TRUE.equals(each.isDefault())) {
                if (!otherwise.isEmpty()) {
                    throw new IllegalArgumentException("%s: %s and %s are the default (expected: at most one)"
                            .formatted(at, otherwise, each.name()));
                }
                otherwise = each.name();
            }
        }
        return new ScrapeClasses(byName, otherwise);
    }

    /** @param name as a monitor has it */
    ScrapeClass of(@Nullable String name) throws Refusal {
        var wanted = name == null || name.isEmpty() ? otherwise : name;
        if (wanted.isEmpty()) {
            return ScrapeClass.NONE;
        }
        var found = byName.get(wanted);
        if (found == null) {
            var names = byName.keySet().stream().sorted().toList();
            throw new Refusal(
                    "spec.scrapeClass", wanted, names.isEmpty() ? "none, as there is no class" : "of " + names);
        }
        return found;
    }
}
