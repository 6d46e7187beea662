package io.bkm.actors.discovery;

import io.bkm.actors.discovery.kubernetes.AttachMetadata;
import io.bkm.actors.discovery.kubernetes.NamespaceScope;
import io.bkm.actors.discovery.kubernetes.Role;
import io.bkm.actors.discovery.kubernetes.Selector;
import io.bkm.actors.discovery.kubernetes.Selectors;
import io.bkm.crds.LabelSelector;
import io.bkm.crds.Monitor;
import io.bkm.crds.NamespaceSelector;
import java.util.ArrayList;
import org.jspecify.annotations.Nullable;

/**
 * What the jobs of one monitor are made with, and the parts that are the same in several kinds of monitors. Paths of
 * fields begin at the resource: {@code spec.selector}.
 */
record JobContext(MonitorId monitor, MonitorAnnotations annotations, ExpansionSettings settings, AccessReader access) {

    static JobContext of(Monitor monitor, ExpansionSettings settings, References.Reader references) {
        var metadata = monitor.metadata();
        return new JobContext(
                new MonitorId(monitor.kind(), metadata.namespace(), metadata.name()),
                MonitorAnnotations.of(metadata.annotations()),
                settings,
                new AccessReader(references, settings.allowFiles()));
    }

    /** Scrape classes belong to the Prometheus resource, which bkm does not have. */
    static void refuseScrapeClass(@Nullable String scrapeClass) throws Refusal {
        if (scrapeClass != null && !scrapeClass.isEmpty()) {
            throw new Refusal("spec.scrapeClass", scrapeClass, "none: bkm has no scrape classes");
        }
    }

    NamespaceScope scope(@Nullable NamespaceSelector selector) {
        if (selector != null && selector.any()) {
            return NamespaceScope.ANY;
        }
        return selector == null || selector.matchNames().isEmpty()
                ? NamespaceScope.of(monitor.namespace())
                : NamespaceScope.from(selector.matchNames(), false, "");
    }

    static AttachMetadata attach(io.bkm.crds.@Nullable AttachMetadata attach) {
        return AttachMetadata.node(attach != null && Boolean.TRUE.equals(attach.node()));
    }

    /** With the mechanism RoleSelector the objects are chosen, otherwise rules choose among the targets. */
    static boolean selectsObjects(@Nullable String mechanism) {
        return "RoleSelector".equals(mechanism);
    }

    /** The same labels are asked of every kind of object, as prometheus-operator has it. */
    static Selectors selectors(LabelSelector selector, @Nullable String mechanism, Role role, Role... others)
            throws Refusal {
        var text = SelectorText.of(selector, "spec.selector");
        if (!selectsObjects(mechanism)) {
            return Selectors.NONE;
        }
        var selectors = new ArrayList<Selector>();
        selectors.add(new Selector(role, text, ""));
        for (var other : others) {
            selectors.add(new Selector(other, text, ""));
        }
        return Selectors.of(role, selectors);
    }

    static String or(@Nullable String text, String otherwise) {
        return text == null || text.isEmpty() ? otherwise : text;
    }

    static boolean orTrue(@Nullable Boolean value) {
        return !Boolean.FALSE.equals(value);
    }
}
