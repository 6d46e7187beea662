package io.bkm.actors.sd.running;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bkm.actors.sd.Discovery;
import io.bkm.actors.sd.Discovery.RecordType;
import io.bkm.streams.labels.Labels;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.SimpleResolver;
import org.xbill.DNS.Type;

/** As Prometheus' discovery/dns, against a server on loopback. */
class DnsLookupTest {

    /** By name and type: records as in a zone file. */
    private final Map<String, List<String>> zone = new HashMap<>();

    private final DatagramSocket socket = open();
    private volatile int refusal = Rcode.NOERROR;

    @BeforeEach
    void serve() {
        var _ = Thread.ofVirtual().start(this::answerAll);
    }

    @AfterEach
    void close() {
        socket.close();
    }

    @Test
    void findsServicesWithTheirPorts() throws LookupFailure {
        zone.put("_m._tcp.example.org. SRV", List.of("0 0 9101 b.example.org.", "0 0 9100 a.example.org."));

        var group = look(RecordType.SRV, "_m._tcp.example.org").getFirst();

        assertThat(group.source()).isEqualTo("_m._tcp.example.org");
        assertThat(group.targets())
                .containsExactly(
                        Labels.of(
                                "__address__", "a.example.org:9100",
                                "__meta_dns_name", "_m._tcp.example.org",
                                "__meta_dns_srv_record_port", "9100",
                                "__meta_dns_srv_record_target", "a.example.org."),
                        Labels.of(
                                "__address__", "b.example.org:9101",
                                "__meta_dns_name", "_m._tcp.example.org",
                                "__meta_dns_srv_record_port", "9101",
                                "__meta_dns_srv_record_target", "b.example.org."));
    }

    @Test
    void findsAddressesMailAndNameServers() throws LookupFailure {
        zone.put("h.example.org. A", List.of("10.1.1.2", "10.1.1.1"));
        zone.put("h.example.org. AAAA", List.of("2001:db8::1"));
        zone.put("mapped.example.org. AAAA", List.of("::ffff:10.1.1.3"));
        zone.put("example.org. MX", List.of("10 mail.example.org."));
        zone.put("example.org. NS", List.of("ns.example.org."));

        assertThat(addresses(RecordType.A, "h.example.org")).containsExactly("10.1.1.1:80", "10.1.1.2:80");
        assertThat(addresses(RecordType.AAAA, "h.example.org")).containsExactly("[2001:db8::1]:80");
        assertThat(addresses(RecordType.AAAA, "mapped.example.org")).containsExactly("10.1.1.3:80");
        assertThat(look(RecordType.MX, "example.org")
                        .getFirst()
                        .targets()
                        .getFirst()
                        .toMap())
                .containsEntry("__address__", "mail.example.org:80")
                .containsEntry("__meta_dns_mx_record_target", "mail.example.org.");
        assertThat(look(RecordType.NS, "example.org")
                        .getFirst()
                        .targets()
                        .getFirst()
                        .toMap())
                .containsEntry("__meta_dns_ns_record_target", "ns.example.org.");
    }

    @Test
    void aNameThatIsNotThereHasNoTargets() throws LookupFailure {
        zone.put("h.example.org. A", List.of("10.1.1.2"));

        assertThat(look(RecordType.A, "other.example.org")).isEmpty();
        assertThat(look(RecordType.SRV, "h.example.org")).isEmpty();
    }

    @Test
    void aServerThatRefusesIsAFailure() {
        refusal = Rcode.SERVFAIL;

        assertThatThrownBy(() -> look(RecordType.A, "h.example.org"))
                .hasMessageStartingWith("A h.example.org: ")
                .hasMessageEndingWith("(expected: an answer of a DNS server)");
    }

    private List<String> addresses(RecordType type, String name) throws LookupFailure {
        return look(type, name).getFirst().targets().stream()
                .map(target -> target.get("__address__"))
                .toList();
    }

    private List<io.bkm.actors.sd.FoundGroup> look(RecordType type, String name) throws LookupFailure {
        return new DnsLookup(new Discovery.Dns(List.of(name), type, 80, Duration.ofSeconds(30)), this::asked)
                .look(name);
    }

    private org.xbill.DNS.Lookup asked(DnsLookup.Question question) {
        var lookup = new org.xbill.DNS.Lookup(question.name(), question.type());
        var resolver =
                new SimpleResolver(new InetSocketAddress(InetAddress.getLoopbackAddress(), socket.getLocalPort()));
        resolver.setTimeout(Duration.ofSeconds(5));
        lookup.setResolver(resolver);
        lookup.setCache(null);
        lookup.setSearchPath(List.of(Name.root));
        return lookup;
    }

    private void answerAll() {
        var buffer = new byte[4096];
        while (!socket.isClosed()) {
            try {
                var packet = new DatagramPacket(buffer, buffer.length);
                socket.receive(packet);
                var answer = answer(new Message(Arrays.copyOf(buffer, packet.getLength())))
                        .toWire();
                socket.send(new DatagramPacket(answer, answer.length, packet.getSocketAddress()));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private Message answer(Message question) throws IOException {
        var asked = question.getQuestion();
        var answer = new Message(question.getHeader().getID());
        answer.getHeader().setFlag(Flags.QR);
        answer.addRecord(asked, Section.QUESTION);
        boolean known = zone.keySet().stream().anyMatch(key -> key.startsWith(asked.getName() + " "));
        answer.getHeader().setRcode(refusal != Rcode.NOERROR ? refusal : known ? Rcode.NOERROR : Rcode.NXDOMAIN);
        for (var text : zone.getOrDefault(asked.getName() + " " + Type.string(asked.getType()), List.of())) {
            answer.addRecord(
                    Record.fromString(asked.getName(), asked.getType(), DClass.IN, 60, text, Name.root),
                    Section.ANSWER);
        }
        return answer;
    }

    private static DatagramSocket open() {
        try {
            return new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        } catch (SocketException e) {
            throw new IllegalStateException(e);
        }
    }
}
