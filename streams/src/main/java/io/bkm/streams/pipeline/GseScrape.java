package io.bkm.streams.pipeline;

import io.bkm.streams.gse.GsePacket;
import io.bkm.streams.gse.Outlet;
import io.bkm.streams.pipeline.SeriesPlanner.LimitExceeded;
import io.bkm.streams.scrape.Exposition;
import io.bkm.streams.targets.GseRoute;
import io.bkm.streams.targets.Target;
import java.util.ArrayList;
import java.util.List;
import org.apache.pekko.util.ByteString;
import org.jspecify.annotations.Nullable;

/**
 * Walks through one body for one target: each sample's series is found in the program of the scrape before, its value
 * copied into an item, and items go out in packets.
 *
 * <p>Where the body is as the program predicts, a sample costs a hash of its series' text and a copy. A series out of
 * order is looked up, a new one is planned, and from the first such series on the new program is written beside.
 */
final class GseScrape {

    /** How many predicted series are passed over before the index is built: a few that are gone cost no index. */
    private static final int LOOK_AHEAD = 4;

    private final Target target;
    private final SeriesPlanner planner;
    private final @Nullable PodLabels pods;
    private final PipelineSettings settings;
    private final PipelineCounters counters;
    private final Workbench bench;
    private final ItemWriter writer;
    private final Outlet outlet;
    private final long timestampMillis;
    private final byte[] body;
    private final int end;
    private final SeriesProgram program;
    /** Packets wait here while a limit may yet fail the whole scrape. */
    private final @Nullable List<GsePacket> held;

    private int at;
    /** The entry that should come next. */
    private int cursor;
    /** Entries before the cursor that were found, while no new program is being written. */
    private int inOrder;

    private boolean rewriting;
    private SeriesProgram.@Nullable Index index;
    private int inPacket;
    private int packets;
    private int scraped;
    private int kept;
    private int planned;
    private int notFinite;
    private int malformed;
    private @Nullable String firstMalformed;
    private int timestampAt;

    GseScrape(
            Target target,
            SeriesPlanner planner,
            @Nullable PodLabels pods,
            GroupLabels group,
            PipelineSettings settings,
            PipelineCounters counters,
            Workbench bench,
            Outlet outlet,
            long scheduledAtMillis,
            Exposition exposition,
            SeriesProgram program) {
        this.target = target;
        this.planner = planner;
        this.pods = pods;
        this.settings = settings;
        this.counters = counters;
        this.bench = bench;
        this.outlet = outlet;
        this.program = program;
        writer = new ItemWriter(group, bench.items);
        timestampMillis = scheduledAtMillis / 1000 * 1000;
        body = exposition.buffer();
        end = exposition.length();
        held = target.limits().samples() > 0 || new LabelLimits(target.limits()).any() ? new ArrayList<>() : null;
    }

    ItemWriter writer() {
        return writer;
    }

    int scraped() {
        return scraped;
    }

    int kept() {
        return kept;
    }

    int added() {
        return planned;
    }

    @Nullable
    String firstMalformed() {
        return firstMalformed;
    }

    int malformed() {
        return malformed;
    }

    int packets() {
        return packets;
    }

    long timestampMillis() {
        return timestampMillis;
    }

    /** Goes through the whole body. Nothing is left in the outlet when a limit is exceeded. */
    void walk() throws LimitExceeded, InterruptedException {
        while (at < end) {
            byte b = body[at];
            if (b == '\n' || b == ' ' || b == '\t') {
                at++;
            } else if (b == '#') {
                at = lineEnd(at) + 1;
            } else if (!predicted()) {
                unpredicted();
            }
        }
        counters.scraped.add(scraped);
        counters.notFinite.add(notFinite);
        counters.malformed.add(malformed);
        counters.planned.add(planned);
    }

    /** Takes the sample at the cursor of the program, if it is the plain one that is expected there. */
    private boolean predicted() throws LimitExceeded, InterruptedException {
        int entry = cursor;
        if (entry >= program.end()) {
            return false;
        }
        int start = at;
        int textLength = program.textLength(entry);
        int textEnd = start + textLength;
        if (textEnd >= end || body[textEnd] != ' ' || SeriesHash.of(body, start, textLength) != program.hash(entry)) {
            return false;
        }
        if (pods != null && pods.isStale(program.code(), program.plan(entry))) {
            return false;
        }
        int valueStart = textEnd + 1;
        int valueEnd = Numbers.jsonNumber(body, valueStart, end);
        if (valueEnd < 0) {
            return false;
        }
        long time = timestampMillis;
        int lineEnd = valueEnd;
        boolean timed = false;
        if (valueEnd < end && body[valueEnd] != '\n') {
            time = timestamp(valueEnd);
            if (time < 0) {
                return false;
            }
            lineEnd = timestampAt;
            timed = target.honorTimestamps();
        }
        at = lineEnd + 1;
        found(entry, timed);
        write(program.code(), program.plan(entry), start, body, valueStart, valueEnd, time, GroupLabels.NONE);
        return true;
    }

    /** The whole-number timestamp after the value, where the line ends with it; -1 for anything else. */
    private long timestamp(int valueEnd) {
        int digits = valueEnd + 1;
        int p = digits;
        long number = 0;
        while (p < end && body[p] >= '0' && body[p] <= '9' && p - digits < 18) {
            number = number * 10 + body[p++] - '0';
        }
        if (body[valueEnd] != ' ' || p == digits || (p < end && body[p] != '\n')) {
            return -1;
        }
        timestampAt = p;
        return target.honorTimestamps() ? Timestamps.normalize((double) number, timestampMillis) : timestampMillis;
    }

    /** Takes apart whatever is at {@code at}: a new series, one out of order, or an odd line. */
    private void unpredicted() throws LimitExceeded, InterruptedException {
        int start = at;
        int lineEnd = lineEnd(start);
        at = lineEnd + 1;
        var line = bench.line;
        var wrong = line.read(body, start, lineEnd);
        if (wrong != null) {
            malformed(start, wrong);
            return;
        }
        byte[] value = body;
        int valueStart = line.valueStart();
        int valueEnd = line.valueEnd();
        long time = timestampMillis;
        byte[] exemplar = GroupLabels.NONE;
        try {
            if (Numbers.jsonNumber(body, valueStart, valueEnd) != valueEnd) {
                double number = Numbers.read(body, valueStart, valueEnd);
                if (Double.isNaN(number) || Double.isInfinite(number)) {
                    scraped++;
                    notFinite++;
                    return;
                }
                var text = new JsonBuffer(32);
                text.number(number);
                value = text.copy(0);
                valueStart = 0;
                valueEnd = value.length;
            }
            if (line.hasTimestamp()) {
                long given = Timestamps.normalize(line.timestamp(), timestampMillis);
                time = target.honorTimestamps() ? given : timestampMillis;
            }
        } catch (NumberFormatException notANumber) {
            malformed(start, String.valueOf(notANumber.getMessage()));
            return;
        }
        int exemplarAt = line.exemplarAt();
        boolean timed = line.hasTimestamp() && target.honorTimestamps();
        int textLength = line.seriesEnd() - start;
        long hash = SeriesHash.of(body, start, textLength);
        int entry = find(hash, textLength);
        byte[] code = program.code();
        int plan;
        boolean stale = entry >= 0 && pods != null && pods.isStale(code, program.plan(entry));
        if (entry >= 0 && !stale) {
            plan = program.plan(entry);
            found(entry, timed);
        } else {
            code = planner.plan(body, line);
            plan = 0;
            rewrite();
            bench.builder.add(hash, textLength, code, timed);
            planned++;
            cursor = stale ? program.next(entry) : cursor;
        }
        if (exemplarAt >= 0) {
            exemplar = Exemplars.read(bench.line, body, exemplarAt + 1, lineEnd, timestampMillis);
        }
        write(code, plan, start, value, valueStart, valueEnd, time, exemplar);
    }

    private void malformed(int start, String wrong) {
        malformed++;
        if (firstMalformed == null) {
            int number = 1;
            for (int i = 0; i < start; i++) {
                if (body[i] == '\n') {
                    number++;
                }
            }
            firstMalformed = "line " + number + ": " + wrong;
        }
    }

    private int find(long hash, int textLength) {
        int entry = cursor;
        for (int i = 0; i < LOOK_AHEAD && entry < program.end(); i++) {
            if (program.hash(entry) == hash && program.textLength(entry) == textLength) {
                return entry;
            }
            entry = program.next(entry);
        }
        if (index == null) {
            index = SeriesProgram.indexOf(program);
        }
        return index == null ? -1 : index.find(hash, textLength);
    }

    private void found(int entry, boolean timed) {
        if (program.isTimed(entry) != timed) {
            program.setTimed(entry, timed);
        }
        if (entry != cursor) {
            rewrite();
        }
        if (rewriting) {
            bench.builder.copy(program, entry);
        } else {
            inOrder++;
        }
        cursor = program.next(entry);
    }

    private void rewrite() {
        if (!rewriting) {
            bench.builder.start(program, cursor, inOrder);
            rewriting = true;
        }
    }

    /** The program for the next scrape: the series of this one in their order. */
    SeriesProgram next() {
        if (rewriting) {
            return bench.builder.build();
        }
        return cursor == program.end() ? program : program.prefix(cursor, inOrder);
    }

    private void write(
            byte[] code, int plan, int start, byte[] value, int valueStart, int valueEnd, long time, byte[] exemplar)
            throws LimitExceeded, InterruptedException {
        scraped++;
        int items = writer.write(code, plan, body, start, value, valueStart, valueEnd, time, exemplar);
        if (items == 0) {
            counters.dropped.increment();
            return;
        }
        kept += items;
        long most = target.limits().samples();
        if (most > 0 && kept > most) {
            throw LimitExceeded.samples(most);
        }
        added(items);
    }

    /** Counts items that were written; a full packet leaves. */
    void added(int items) throws InterruptedException {
        inPacket += items;
        if (inPacket >= settings.packetSamples()) {
            flush(GsePacket.Type.METRICBEAT);
        }
    }

    /** Ends the packet that is being filled, if there is anything in it. */
    void flush(GsePacket.Type type) throws InterruptedException {
        GseRoute route = target.gse();
        if (inPacket > 0 && route != null) {
            bench.items.setLength(bench.items.length() - 1); // the last comma
            var packet = new GsePacket(
                    route.dataId(),
                    type,
                    timestampMillis / 1000,
                    bizId(route),
                    ByteString.fromArrayUnsafe(bench.items.copy(0)),
                    inPacket);
            packets++;
            if (held == null) {
                outlet.put(packet);
            } else {
                held.add(packet);
            }
        }
        bench.items.setLength(0);
        inPacket = 0;
    }

    /** Nothing can fail the scrape any more: what was held back leaves. */
    void release() throws InterruptedException {
        if (held != null) {
            for (var packet : held) {
                outlet.put(packet);
            }
            held.clear();
        }
        counters.kept.add(kept);
        counters.packets.add(packets);
    }

    private static long bizId(GseRoute route) {
        var text = route.dimensions().get("bk_biz_id");
        try {
            return text.isEmpty() ? 0 : Integer.parseInt(text);
        } catch (NumberFormatException notANumber) {
            return 0; // the agent's own then; the expansion reports such a DataID
        }
    }

    private int lineEnd(int from) {
        return Lines.end(body, from, end);
    }
}
