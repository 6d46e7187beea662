package io.bkm.actors.sd.running;

import io.bkm.actors.sd.Discovery;
import io.bkm.actors.sd.Discovery.Urls;
import io.bkm.actors.sd.FoundGroup;
import java.util.List;

/** {@code http_sd}: one URL. */
record HttpLookup(Discovery.Http discovery, HttpGet get) implements Lookup {

    @Override
    public List<String> parts() {
        return List.of(discovery.url());
    }

    @Override
    public List<FoundGroup> look(String url) throws LookupFailure {
        return groups(get, url, discovery.access(), discovery.refresh());
    }

    /** What stands in labels has no password, other than in Prometheus. */
    static List<FoundGroup> groups(HttpGet get, String url, io.bkm.actors.sd.Access access, java.time.Duration refresh)
            throws LookupFailure {
        var shown = Urls.redacted(url);
        var body = get.json(url, access, refresh);
        try {
            return new GroupReader(shown, "__meta_url", shown).json(body);
        } catch (LookupFailure unreadable) {
            throw new LookupFailure(Urls.withoutSecrets(url) + ": " + unreadable.reason());
        }
    }
}
