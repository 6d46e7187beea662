package io.bkm.actors.sd.running;

import io.bkm.actors.sd.Discovery;
import io.bkm.streams.fetch.BodyBuffers;
import io.bkm.streams.fetch.FetchSettings;
import io.bkm.streams.fetch.HttpFetcher;
import java.time.Duration;
import org.xbill.DNS.ExtendedResolver;
import org.xbill.DNS.ResolverConfig;

/** How each kind of discovery is asked. */
interface Lookups extends AutoCloseable {

    Lookup open(Discovery discovery);

    /** How often it is really looked: files are looked at more often than Prometheus rereads them, as it watches them too. */
    Duration refresh(Discovery discovery);

    @Override
    void close();

    /** Over the network, and on this machine's files. */
    static Lookups real(SdSettings settings, FetchSettings fetch) {
        // Old and new array of a growing body, of two that come at the same time.
        var buffers = new BodyBuffers(4L * Integer.highestOneBit(settings.maxAnswerSize()) * 2, 0);
        var fetcher = HttpFetcher.create(fetch, buffers);
        var get = new HttpGet(fetcher, buffers, settings);
        var post = new JsonPost(settings);
        return new Lookups() {
            @Override
            public Lookup open(Discovery discovery) {
                return switch (discovery) {
                    case Discovery.Http http -> new HttpLookup(http, get);
                    case Discovery.File file -> new FileLookup(file, settings);
                    case Discovery.Dns dns -> new DnsLookup(dns, question -> dns(question, settings));
                    case Discovery.Etcd etcd -> new EtcdLookup(etcd, post);
                    case Discovery.Polaris polaris -> new PolarisLookup(polaris, post, get);
                };
            }

            @Override
            public Duration refresh(Discovery discovery) {
                boolean often = discovery instanceof Discovery.File
                        && discovery.refresh().compareTo(settings.fileInterval()) > 0;
                return often ? settings.fileInterval() : discovery.refresh();
            }

            @Override
            public void close() {
                fetcher.close();
                post.close();
            }
        };
    }

    /** As /etc/resolv.conf says, with its search domains; read again for each question, and nothing of it is kept. */
    private static org.xbill.DNS.Lookup dns(DnsLookup.Question question, SdSettings settings) {
        ResolverConfig.refresh();
        var lookup = new org.xbill.DNS.Lookup(question.name(), question.type());
        var resolver = new ExtendedResolver();
        resolver.setTimeout(settings.timeout().dividedBy(2));
        lookup.setResolver(resolver);
        lookup.setSearchPath(ResolverConfig.getCurrentConfig().searchPath());
        lookup.setNdots(ResolverConfig.getCurrentConfig().ndots());
        lookup.setCache(null);
        return lookup;
    }
}
