package io.bkm.app.member;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.bkm.actors.cluster.ClusterConfig;
import io.bkm.actors.endpoints.EndpointTable;
import io.bkm.app.http.ApiSettings;
import io.bkm.app.http.BkmonitorRoutes;
import io.bkm.app.http.HttpApi;
import io.bkm.app.metrics.OwnMetrics;
import java.net.InetSocketAddress;
import java.util.concurrent.CompletionException;
import org.apache.pekko.http.javadsl.ServerBinding;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A running member: its data path, its place in the cluster, and what it answers over HTTP. */
public final class MemberRuntime implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(MemberRuntime.class);

    private final DataPath data;
    private final ClusterSide cluster;
    private final ServerBinding http;

    private MemberRuntime(DataPath data, ClusterSide cluster, ServerBinding http) {
        this.data = data;
        this.cluster = cluster;
        this.http = http;
    }

    /**
     * Starts a member; returns once its ports are bound, which is before it is up in the cluster.
     *
     * @param settings what differs from the defaults
     * @throws IllegalArgumentException when a setting cannot work; the message names it
     * @throws IllegalStateException when a port cannot be bound
     */
    public static MemberRuntime start(Config settings) {
        var config = config(settings);
        var member = MemberSettings.from(config);
        var data = DataPath.start(config);
        var table = new EndpointTable(data.engine());
        var cluster = cluster(config, member, data, table);
        var metrics = new OwnMetrics(
                data.engine().counters(),
                data.pipelines(),
                data.gse(),
                table::size,
                cluster::membersUp,
                () -> data.pods().size(),
                data.extra()::counts,
                cluster.counters());
        var bkmonitor = new BkmonitorRoutes(cluster, ApiSettings.from(config), () -> OwnSettings.text(config));
        var api = new HttpApi(cluster, metrics::text, cluster::isUp, bkmonitor);
        try {
            var http = api.bind(data.system(), member.httpHost(), member.httpPort())
                    .toCompletableFuture()
                    .join();
            log.atInfo().addKeyValue("address", http.localAddress()).log("answering over HTTP");
            return new MemberRuntime(data, cluster, http);
        } catch (CompletionException taken) {
            cluster.close();
            data.close();
            throw new IllegalStateException(
                    "bkm.member.http-port: " + member.httpPort() + " (expected: a port that is free on "
                            + member.httpHost() + ")",
                    taken);
        }
    }

    /** All settings of a member, Pekko's with them. */
    static Config config(Config settings) {
        var all =
                settings.withFallback(ConfigFactory.load()).resolve(); // the user's too may name environment variables
        var member = MemberSettings.from(all);
        return ClusterConfig.of(
                member.identity(),
                settings.withFallback(Bootstrap.config(member))
                        .withFallback(TlsSettings.from(all).config())
                        .withFallback(ConfigFactory.parseResources("bkm-app.conf")));
    }

    private static ClusterSide cluster(Config config, MemberSettings member, DataPath data, EndpointTable table) {
        try {
            return ClusterSide.start(config, member, table, data.pods(), data.extra()::fetch);
        } catch (RuntimeException notStarted) {
            data.close();
            throw notStarted;
        }
    }

    public InetSocketAddress httpAddress() {
        return http.localAddress();
    }

    /** Waits until the member has left its cluster for good. */
    public void awaitEnd() {
        cluster.awaitEnd();
    }

    /** Leaves the cluster, lets the scrapes under way end and writes what waits for the agent. */
    @Override
    public void close() {
        cluster.close();
        var _ = http.unbind();
        data.close();
    }
}
