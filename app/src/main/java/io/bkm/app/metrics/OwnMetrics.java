package io.bkm.app.metrics;

import io.bkm.actors.reports.MetricsText;
import io.bkm.streams.gse.GseCounters;
import io.bkm.streams.gse.Lost;
import io.bkm.streams.pipeline.PipelineCounters;
import io.bkm.streams.scrape.ExtraFetch;
import io.bkm.streams.scrape.ScrapeCounters;
import io.bkm.streams.scrape.ScrapeOutcome.Reason;
import io.bkm.streams.scrape.Scraping.Missed;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.util.function.IntSupplier;
import java.util.function.Supplier;

/** The metrics of a member. Each is described in docs/metrics.md, which a test compares with what is here. */
public final class OwnMetrics {

    private final ScrapeCounters scrapes;
    private final PipelineCounters pipelines;
    private final GseCounters gse;
    private final IntSupplier endpoints;
    private final IntSupplier members;
    private final IntSupplier pods;
    private final Supplier<ExtraFetch.Counts> extra;
    private final ControlCounters control;

    /**
     * @param endpoints how many this member scrapes
     * @param members how many it sees up
     * @param pods how many it knows for what samples are told of them
     * @param extra fetches that are no scrapes
     */
    public OwnMetrics(
            ScrapeCounters scrapes,
            PipelineCounters pipelines,
            GseCounters gse,
            IntSupplier endpoints,
            IntSupplier members,
            IntSupplier pods,
            Supplier<ExtraFetch.Counts> extra,
            ControlCounters control) {
        this.scrapes = scrapes;
        this.pipelines = pipelines;
        this.gse = gse;
        this.endpoints = endpoints;
        this.members = members;
        this.pods = pods;
        this.extra = extra;
        this.control = control;
    }

    /** All of them in the text format 0.0.4. */
    public String text() {
        var out = new MetricsText();
        out.family("bkm_cluster_members_up", "gauge", "Members that this one sees up.")
                .sample(members.getAsInt());
        out.family("bkm_endpoints", "gauge", "Endpoints that this member scrapes.")
                .sample(endpoints.getAsInt());
        out.family("bkm_pods_known", "gauge", "Pods that this member knows, for what samples are told of them.")
                .sample(pods.getAsInt());
        OperatorNumbers.write(out, control);
        kubernetes(out);
        discovery(out);
        scrapes(out);
        pipeline(out);
        gse(out);
        mirror(out);
        status(out);
        process(out);
        return out.toString();
    }

    private void kubernetes(MetricsText out) {
        var kubernetes = control.kubernetes();
        out.family("bkm_kubernetes_watches", "gauge", "Watches of the Kubernetes API that are open, by kind.");
        kubernetes.openWatches().forEach((kind, count) -> out.sample(count, "kind", kind));
        out.family("bkm_kubernetes_objects", "gauge", "Kubernetes objects that are kept, by kind.");
        kubernetes.objects().forEach((kind, count) -> out.sample(count, "kind", kind));
        out.family("bkm_kubernetes_requests_total", "counter", "Requests to the Kubernetes API, by resource and verb.");
        kubernetes
                .requests()
                .forEach((request, count) -> out.sample(count, "resource", request.resource(), "verb", request.verb()));
    }

    private void discovery(MetricsText out) {
        var discovery = control.discovery();
        out.family("bkm_discoveries", "gauge", "Discoveries outside of Kubernetes that are asked, by mechanism.");
        discovery.running().forEach((mechanism, count) -> out.sample(count, "mechanism", mechanism));
        out.family("bkm_discovery_lookups_total", "counter", "URLs, files and names that they asked, by mechanism.");
        discovery.lookups().forEach((mechanism, count) -> out.sample(count, "mechanism", mechanism));
        out.family("bkm_discovery_failures_total", "counter", "Of these, those without a usable answer.");
        discovery.failures().forEach((mechanism, count) -> out.sample(count, "mechanism", mechanism));
    }

    private void scrapes(MetricsText out) {
        out.family("bkm_scrapes_started_total", "counter", "Scrapes of endpoints that were begun.")
                .sample(scrapes.started());
        out.family("bkm_scrapes_in_flight", "gauge", "Scrapes under way.").sample(scrapes.inFlight());
        out.family(
                "bkm_scrapes_missed_total", "counter", "Scrapes of endpoints that were due and not made, by reason.");
        for (var reason : Missed.values()) {
            out.sample(scrapes.missed(reason), "reason", reason.label());
        }
        out.family("bkm_target_scrapes_total", "counter", "Targets that a scrape gave samples for.")
                .sample(scrapes.scraped());
        out.family("bkm_target_scrapes_failed_total", "counter", "Targets whose scrape failed, by reason.");
        for (var reason : Reason.values()) {
            out.sample(scrapes.failed(reason), "reason", reason.label());
        }
        out.family("bkm_scrape_wire_bytes_total", "counter", "Bytes of bodies as they travelled.")
                .sample(scrapes.wireBytes());
        out.family("bkm_scrape_body_bytes_total", "counter", "Bytes of bodies, decompressed.")
                .sample(scrapes.bodyBytes());
        out.family("bkm_scrape_duration_seconds", "histogram", "Time of a scrape, from request to last byte.")
                .histogram(scrapes.durations());
        var fetches = extra.get();
        out.family("bkm_extra_fetches_total", "counter", "Fetches beside the scrapes, for somebody who looks.")
                .sample(fetches.done(), "result", "done")
                .sample(fetches.failed(), "result", "failed");
    }

    private void pipeline(MetricsText out) {
        out.family("bkm_samples_scraped_total", "counter", "Samples in the bodies that were read.")
                .sample(pipelines.scraped());
        out.family("bkm_samples_kept_total", "counter", "Samples that were handed to the sinks.")
                .sample(pipelines.kept());
        out.family("bkm_samples_dropped_total", "counter", "Samples that metric relabeling dropped.")
                .sample(pipelines.dropped());
        out.family("bkm_samples_not_finite_total", "counter", "NaN and infinite samples, which GSE cannot carry.")
                .sample(pipelines.notFinite());
        out.family("bkm_lines_malformed_total", "counter", "Lines of bodies that are no sample.")
                .sample(pipelines.malformed());
        out.family("bkm_series_planned_total", "counter", "Series that were not in the scrape before.")
                .sample(pipelines.planned());
    }

    private void gse(MetricsText out) {
        var now = gse.snapshot();
        out.family("bkm_gse_connected", "gauge", "1 while there is a connection to the agent.")
                .sample(now.connected() ? 1 : 0);
        out.family("bkm_gse_connects_total", "counter", "Connections made to the agent.")
                .sample(now.connects());
        out.family("bkm_gse_connect_failures_total", "counter", "Attempts to connect to the agent that failed.")
                .sample(now.connectFailures());
        out.family("bkm_gse_agent_closes_total", "counter", "Connections that the agent ended.")
                .sample(now.agentCloses());
        out.family("bkm_gse_write_timeouts_total", "counter", "Connections given up as the agent took nothing.")
                .sample(now.writeTimeouts());
        out.family("bkm_gse_frames_resent_total", "counter", "Frames written in part and sent again, whole.")
                .sample(now.resent());
        out.family("bkm_gse_agent_info_total", "counter", "Answers with the agent's info.")
                .sample(now.agentInfoReceived());
        out.family("bkm_gse_agent_info_failed_total", "counter", "Answers without a usable agent info.")
                .sample(now.agentInfoFailed());
        out.family("bkm_gse_waiting_bytes", "gauge", "Bytes of packets that wait for the agent.")
                .sample(now.waitingBytes());
        out.family("bkm_gse_packets_sent_total", "counter", "Packets written to the agent, by DataID.");
        now.sent().forEach((dataId, count) -> out.sample(count.packets(), "dataid", Long.toString(dataId)));
        out.family("bkm_gse_samples_sent_total", "counter", "Samples written to the agent, by DataID.");
        now.sent().forEach((dataId, count) -> out.sample(count.samples(), "dataid", Long.toString(dataId)));
        out.family("bkm_gse_bytes_sent_total", "counter", "Bytes of frames written to the agent, by DataID.");
        now.sent().forEach((dataId, count) -> out.sample(count.bytes(), "dataid", Long.toString(dataId)));
        out.family("bkm_gse_samples_lost_total", "counter", "Samples that never reached the agent, by reason.");
        for (var reason : Lost.values()) {
            var count = now.lost().get(reason);
            out.sample(count == null ? 0 : count.samples(), "reason", reason.label());
        }
    }

    private void mirror(MetricsText out) {
        var mirror = control.mirror();
        out.family("bkm_mirror_tasks", "gauge", "Tasks in the Secrets for old workers.")
                .sample(mirror.tasks());
        out.family("bkm_mirror_overflow_tasks", "gauge", "Tasks in Secrets that old workers do not read.")
                .sample(mirror.overflow());
        out.family("bkm_mirror_writes_total", "counter", "Secrets written, by action.")
                .sample(mirror.created(), "action", "create")
                .sample(mirror.updated(), "action", "update")
                .sample(mirror.deleted(), "action", "delete");
        out.family("bkm_mirror_failures_total", "counter", "Secrets that could not be read or written.")
                .sample(mirror.failed());
    }

    private void status(MetricsText out) {
        var status = control.status();
        out.family("bkm_status_waiting", "gauge", "Monitors of which something is still to be told.")
                .sample(status.waiting());
        out.family("bkm_status_writes_total", "counter", "What was told on monitors, by where.")
                .sample(status.bindings(), "where", "binding")
                .sample(status.events(), "where", "event");
        out.family("bkm_status_failures_total", "counter", "Times that something could not be told on monitors.")
                .sample(status.failed());
    }

    private static void process(MetricsText out) {
        var memory = ManagementFactory.getMemoryMXBean();
        out.family("bkm_heap_used_bytes", "gauge", "Heap in use.")
                .sample(memory.getHeapMemoryUsage().getUsed());
        out.family("bkm_heap_max_bytes", "gauge", "Heap that may be used.")
                .sample(memory.getHeapMemoryUsage().getMax());
        out.family("bkm_gc_seconds_total", "counter", "Time spent collecting garbage.")
                .sample(ManagementFactory.getGarbageCollectorMXBeans().stream()
                                .mapToLong(GarbageCollectorMXBean::getCollectionTime)
                                .sum()
                        / 1e3);
        out.family("bkm_threads", "gauge", "Platform threads.")
                .sample(ManagementFactory.getThreadMXBean().getThreadCount());
        out.family("bkm_uptime_seconds", "gauge", "Time since the start.")
                .sample(ManagementFactory.getRuntimeMXBean().getUptime() / 1e3);
    }
}
