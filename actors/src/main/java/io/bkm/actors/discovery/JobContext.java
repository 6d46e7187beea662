package io.bkm.actors.discovery;

import io.bkm.actors.discovery.kubernetes.AttachMetadata;
import io.bkm.actors.discovery.kubernetes.NamespaceScope;
import io.bkm.actors.discovery.kubernetes.Role;
import io.bkm.actors.discovery.kubernetes.Selector;
import io.bkm.actors.discovery.kubernetes.Selectors;
import io.bkm.crds.FormatSettings;
import io.bkm.crds.LabelSelector;
import io.bkm.crds.LimitSettings;
import io.bkm.crds.Monitor;
import io.bkm.crds.NamespaceSelector;
import io.bkm.crds.PodMonitor;
import io.bkm.crds.Probe;
import io.bkm.crds.RelabelConfig;
import io.bkm.crds.ScrapeConfig;
import io.bkm.crds.ServiceMonitor;
import io.bkm.streams.relabel.RelabelRule;
import io.bkm.streams.targets.NameEscaping;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What the jobs of one monitor are made with, and the parts that are the same in several kinds of monitors: among them
 * what its scrape class and the settings for all monitors add. Paths of fields begin at the resource:
 * {@code spec.selector}.
 */
record JobContext(
        MonitorId monitor,
        MonitorAnnotations annotations,
        ExpansionSettings settings,
        ScrapeClass scrapeClass,
        JobAccess access) {

    /** Refuses a monitor whose scrape class there is not. */
    static JobContext of(Monitor monitor, ExpansionSettings settings, References.Reader references) throws Refusal {
        var scrapeClass = settings.scrapeClasses().of(scrapeClass(monitor));
        return new JobContext(
                MonitorId.of(monitor),
                MonitorAnnotations.of(monitor.metadata().annotations()),
                settings,
                scrapeClass,
                JobAccess.of(references, scrapeClass, settings));
    }

    private static @Nullable String scrapeClass(Monitor monitor) {
        return switch (monitor) {
            case ServiceMonitor it -> it.spec().scrapeClass();
            case PodMonitor it -> it.spec().scrapeClass();
            case Probe it -> it.spec().scrapeClass();
            case ScrapeConfig it -> it.spec().scrapeClass();
        };
    }

    NamespaceScope scope(@Nullable NamespaceSelector selector) {
        boolean own = settings.enforce().ignoreNamespaceSelectors();
        if (selector != null && selector.any() && !own) {
            return NamespaceScope.ANY;
        }
        return selector == null || selector.matchNames().isEmpty() || own
                ? NamespaceScope.of(monitor.namespace())
                : NamespaceScope.from(selector.matchNames(), false, "");
    }

    /** The monitor's, or else the class's. */
    AttachMetadata attach(io.bkm.crds.@Nullable AttachMetadata attach) {
        return attachAsWritten(attach == null ? scrapeClass.attach() : attach);
    }

    static AttachMetadata attachAsWritten(io.bkm.crds.@Nullable AttachMetadata attach) {
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

    /** The monitor's own, and then those that every monitor has. */
    List<String> podTargetLabels(List<String> own) {
        return Stream.concat(own.stream(), settings.defaults().podTargetLabels().stream())
                .toList();
    }

    /** After the operator's rules those of the class, the user's, and the label that is enforced. */
    List<RelabelRule> end(RuleList rules, List<RelabelConfig> users, String field) throws Refusal {
        return rules.addAll(scrapeClass.relabelings())
                .addUsers(users, field)
                .addAll(enforcedLabel())
                .rules();
    }

    List<RelabelRule> metricRelabelings(List<RelabelConfig> users, String field) throws Refusal {
        return new RuleList()
                .addAll(scrapeClass.metricRelabelings())
                .addUsers(users, field)
                .addAll(enforcedLabel())
                .rules();
    }

    List<RelabelRule> enforcedLabel() throws Refusal {
        return settings.enforce().label(monitor);
    }

    boolean honorLabels(boolean own) {
        return own && !settings.enforce().overrideHonorLabels();
    }

    boolean honorTimestamps(boolean own) {
        return own && !settings.enforce().overrideHonorTimestamps();
    }

    ScrapeLimits limits(LimitSettings own) throws Refusal {
        return ScrapeLimits.of(own)
                .within(settings.defaults().limits(), settings.enforce().limits());
    }

    /** The formats to ask for; Prometheus refuses one that is there twice. */
    List<String> formats(FormatSettings own) throws Refusal {
        var protocols = own.scrapeProtocols();
        if (new HashSet<>(protocols).size() != protocols.size()) {
            throw new Refusal("spec.scrapeProtocols", protocols.toString(), "each once");
        }
        return protocols.isEmpty() ? settings.defaults().scrapeProtocols() : protocols;
    }

    @Nullable
    String fallbackFormat(FormatSettings own) {
        return own.fallbackScrapeProtocol() == null ? scrapeClass.fallbackFormat() : own.fallbackScrapeProtocol();
    }

    /** By the monitor's schemes, where it has any; only ScrapeConfigs may. */
    NameEscaping nameEscaping(@Nullable String validation, @Nullable String escaping) throws Refusal {
        return settings.defaults().names().with(validation, escaping).asked("spec.nameEscapingScheme");
    }

    static String or(@Nullable String text, String otherwise) {
        return text == null || text.isEmpty() ? otherwise : text;
    }

    static boolean orTrue(@Nullable Boolean value) {
        return !Boolean.FALSE.equals(value);
    }
}
