package io.bkm.actors.sd.running;

import io.bkm.actors.sd.Discovery;
import io.bkm.actors.sd.Discovery.RecordType;
import io.bkm.actors.sd.FoundGroup;
import io.bkm.streams.labels.Labels;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.xbill.DNS.AAAARecord;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.MXRecord;
import org.xbill.DNS.NSRecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.SRVRecord;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;

/**
 * {@code dns_sd}: each name is a part. A name that is not there, or has no such record, is no failure but has no targets,
 * as in Prometheus; a server that does not answer is one.
 *
 * @param resolver asks for a name's records, search domains included
 */
record DnsLookup(Discovery.Dns discovery, Function<Question, org.xbill.DNS.Lookup> resolver) implements Lookup {

    record Question(Name name, int type) {}

    @Override
    public List<String> parts() {
        return discovery.names();
    }

    @Override
    public List<FoundGroup> look(String name) throws LookupFailure {
        var lookup = resolver.apply(new Question(parsed(name), type(discovery.type())));
        var records = lookup.run();
        return switch (lookup.getResult()) {
            case org.xbill.DNS.Lookup.SUCCESSFUL -> List.of(new FoundGroup(name, Labels.EMPTY, targets(name, records)));
            case org.xbill.DNS.Lookup.HOST_NOT_FOUND, org.xbill.DNS.Lookup.TYPE_NOT_FOUND -> List.of();
            default ->
                throw new LookupFailure(discovery.type() + " " + name + ": " + lookup.getErrorString()
                        + " (expected: an answer of a DNS server)");
        };
    }

    private static Name parsed(String name) throws LookupFailure {
        try {
            return Name.fromString(name);
        } catch (TextParseException bad) {
            throw new LookupFailure(name + ": " + bad.getMessage() + " (expected: a DNS name)");
        }
    }

    private static int type(RecordType type) {
        return switch (type) {
            case SRV -> Type.SRV;
            case A -> Type.A;
            case AAAA -> Type.AAAA;
            case MX -> Type.MX;
            case NS -> Type.NS;
        };
    }

    /** Sorted: servers answer in turns, which is no change. */
    private List<Labels> targets(String name, Record[] records) {
        var targets = new ArrayList<Labels>();
        for (var record : records) {
            var labels = new Labels.Builder().set("__meta_dns_name", name);
            switch (record) {
                case SRVRecord srv ->
                    labels.set("__address__", hostPort(host(srv.getTarget()), srv.getPort()))
                            .set("__meta_dns_srv_record_target", srv.getTarget().toString())
                            .set("__meta_dns_srv_record_port", Integer.toString(srv.getPort()));
                case ARecord a ->
                    labels.set("__address__", hostPort(a.getAddress().getHostAddress(), discovery.port()));
                case AAAARecord aaaa ->
                    labels.set("__address__", hostPort(Ipv6.text(aaaa.getAddress()), discovery.port()));
                case MXRecord mx ->
                    labels.set("__address__", hostPort(host(mx.getTarget()), discovery.port()))
                            .set("__meta_dns_mx_record_target", mx.getTarget().toString());
                case NSRecord ns ->
                    labels.set("__address__", hostPort(host(ns.getTarget()), discovery.port()))
                            .set("__meta_dns_ns_record_target", ns.getTarget().toString());
                default -> {
                    continue; // an alias on the way, which is none of what was asked for
                }
            }
            targets.add(labels.build());
        }
        targets.sort(null);
        return targets;
    }

    /** Without the dot at its end. */
    private static String host(Name name) {
        return name.toString(true);
    }

    private static String hostPort(String host, int port) {
        return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
    }
}
