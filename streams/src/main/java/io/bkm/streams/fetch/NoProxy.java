package io.bkm.streams.fetch;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The exceptions of a proxy, in the form of the NO_PROXY variable: {@code *}, addresses, networks, and domains, which
 * stand for their subdomains too; each but a network may have a port. The machine itself is always one.
 */
final class NoProxy {

    private interface Rule {
        boolean matches(HttpUrl url, Optional<InetAddress> address);
    }

    private final List<Rule> rules;

    private NoProxy(List<Rule> rules) {
        this.rules = rules;
    }

    static NoProxy parse(@Nullable String text) {
        var rules = new ArrayList<Rule>();
        for (var part : text == null ? List.<String>of() : List.of(text.split(",", -1))) {
            var entry = part.strip().toLowerCase(Locale.ROOT);
            if (!entry.isEmpty()) {
                rules.add(rule(entry));
            }
        }
        return new NoProxy(rules);
    }

    boolean covers(HttpUrl url) {
        var address = literal(url.host());
        if (url.host().equals("localhost")
                || address.filter(InetAddress::isLoopbackAddress).isPresent()) {
            return true;
        }
        return rules.stream().anyMatch(rule -> rule.matches(url, address));
    }

    private static Rule rule(String entry) {
        if (entry.equals("*")) {
            return (_, _) -> true;
        }
        int slash = entry.indexOf('/');
        if (slash > 0) {
            return network(entry.substring(0, slash), entry.substring(slash + 1));
        }
        int portAt = portAt(entry);
        var port = portAt < 0 ? "" : entry.substring(portAt + 1);
        var host = (portAt < 0 ? entry : entry.substring(0, portAt))
                .replace("[", "")
                .replace("]", "");
        var ip = literal(host);
        var byHost = ip.isPresent() ? (Rule) (_, address) -> address.equals(ip) : domain(host);
        return port.isEmpty()
                ? byHost
                : (url, address) -> port.equals(String.valueOf(url.port())) && byHost.matches(url, address);
    }

    /** A leading dot leaves the domain itself out. */
    private static Rule domain(String host) {
        var named = host.startsWith("*.") ? host.substring(1) : host;
        var suffix = named.startsWith(".") ? named : "." + named;
        return (url, _) -> url.host().endsWith(suffix) || url.host().equals(named);
    }

    private static Rule network(String network, String bits) {
        var base = literal(network);
        if (base.isEmpty() || !bits.chars().allMatch(Character::isDigit) || bits.isEmpty() || bits.length() > 3) {
            return (_, _) -> false;
        }
        int prefix = Integer.parseInt(bits);
        return (_, address) -> address.isPresent() && startsAlike(base.get(), address.get(), prefix);
    }

    private static boolean startsAlike(InetAddress left, InetAddress right, int bits) {
        var a = left.getAddress();
        var b = right.getAddress();
        if (a.length != b.length || bits > a.length * 8) {
            return false;
        }
        for (int i = 0; i < bits; i++) {
            int mask = 0x80 >> (i % 8);
            if ((a[i / 8] & mask) != (b[i / 8] & mask)) {
                return false;
            }
        }
        return true;
    }

    /** Where the colon of a port is; the colons of a bare IPv6 address are none. */
    private static int portAt(String entry) {
        int colon = entry.lastIndexOf(':');
        boolean bareIpv6 = entry.indexOf(':') != colon && !entry.contains("]");
        return bareIpv6 || colon < entry.indexOf(']') ? -1 : colon;
    }

    private static Optional<InetAddress> literal(String text) {
        try {
            return Optional.of(InetAddress.ofLiteral(text));
        } catch (IllegalArgumentException isAName) {
            return Optional.empty();
        }
    }
}
