package io.bkm.actors.sd.running;

import io.bkm.actors.sd.Discovery;
import io.bkm.streams.fetch.BodyBuffers;
import io.bkm.streams.fetch.FetchSettings;
import io.bkm.streams.fetch.HttpFetcher;
import java.time.Duration;

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
        return new Lookups() {
            @Override
            public Lookup open(Discovery discovery) {
                return switch (discovery) {
                    case Discovery.Http http -> new HttpLookup(http, get);
                    case Discovery.File file -> new FileLookup(file, settings);
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
            }
        };
    }
}
