package io.bkm.actors.status;

import io.bkm.actors.resources.kubernetes.MonitorKind;
import io.fabric8.kubernetes.api.model.MicroTime;
import io.fabric8.kubernetes.api.model.events.v1.Event;
import io.fabric8.kubernetes.api.model.events.v1.EventBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/**
 * Events of {@code events.k8s.io/v1}. {@code kubectl describe} shows them as those of the older core API, in which the API
 * server gives them out too; unlike those, they need not be counted up by whoever writes them.
 */
final class EventApi {

    /** Which kind of thing was done when it came to this. */
    private static final String ACTION = "Discover";

    private static final int MAX_INSTANCE = 128;
    private static final DateTimeFormatter MICROS =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);

    private final KubernetesClient client;
    private final String reporter;

    /** @param reporter the member that writes them */
    EventApi(KubernetesClient client, String reporter) {
        this.client = client;
        this.reporter = reporter.substring(0, Math.min(reporter.length(), MAX_INSTANCE));
    }

    Event create(Announcement announcement) {
        return client.resource(event(announcement)).create();
    }

    Event repeat(Announcement announcement, int times) {
        var patch = new EventBuilder()
                .withNewMetadata()
                .withNamespace(announcement.regarding().namespace())
                .withName(announcement.name())
                .endMetadata()
                .withNewSeries()
                .withCount(times)
                .withLastObservedTime(time(announcement.time()))
                .endSeries()
                .build();
        return client.events()
                .v1()
                .events()
                .inNamespace(announcement.regarding().namespace())
                .withName(announcement.name())
                .patch(KubernetesMonitorStore.MERGE, patch);
    }

    private Event event(Announcement announcement) {
        var regarding = announcement.regarding();
        return new EventBuilder()
                .withNewMetadata()
                .withNamespace(regarding.namespace())
                .withName(announcement.name())
                .endMetadata()
                .withNewRegarding()
                .withApiVersion(MonitorKind.of(regarding.kind()).orElseThrow().apiVersion())
                .withKind(regarding.kind())
                .withNamespace(regarding.namespace())
                .withName(regarding.name())
                .withUid(announcement.uid())
                .endRegarding()
                .withType(announcement.warning() ? "Warning" : "Normal")
                .withReason(announcement.reason())
                .withNote(announcement.note())
                .withAction(ACTION)
                .withReportingController(KubernetesMonitorStore.MANAGER)
                .withReportingInstance(reporter)
                .withEventTime(time(announcement.time()))
                .build();
    }

    private static MicroTime time(Instant instant) {
        return new MicroTime(MICROS.format(instant));
    }
}
