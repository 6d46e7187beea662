package io.bkm.actors.kubelet;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What to change so that slices hold just these addresses: as few slices as possible, as bkmonitor-operator does it
 * (specs/bkmonitor-operator.md 6.3).
 *
 * @param write that are new or differ, by name
 * @param delete names
 */
record SlicePlan(List<Slice> write, List<String> delete) {

    /** @param addresses in their order */
    record Slice(String name, List<NodeAddress> addresses) {

        Slice {
            addresses = List.copyOf(addresses);
        }
    }

    SlicePlan {
        write = List.copyOf(write);
        delete = List.copyOf(delete);
    }

    /**
     * @param prefix of the names of new slices, before their number
     * @param max addresses of a slice
     * @param threshold with more slices than needed, all are made anew when less than this share of their room is used
     */
    static SlicePlan of(String prefix, List<Slice> existing, List<NodeAddress> wanted, int max, double threshold) {
        int needed = (wanted.size() + max - 1) / max;
        boolean overfull = existing.stream().anyMatch(slice -> slice.addresses().size() > max);
        boolean wasteful = existing.size() > needed && wanted.size() < threshold * existing.size() * max;
        var after = overfull || wasteful ? anew(prefix, wanted, max) : mended(prefix, existing, wanted, max);
        return difference(existing, after);
    }

    private static List<Slice> anew(String prefix, List<NodeAddress> wanted, int max) {
        var slices = new ArrayList<Slice>();
        for (int from = 0; from < wanted.size(); from += max) {
            slices.add(new Slice(prefix + slices.size(), wanted.subList(from, Math.min(from + max, wanted.size()))));
        }
        return slices;
    }

    private static List<Slice> mended(String prefix, List<Slice> existing, List<NodeAddress> wanted, int max) {
        var missing = new LinkedHashMap<String, NodeAddress>();
        wanted.forEach(address -> missing.putIfAbsent(address.ip(), address));
        var slices = new LinkedHashMap<String, List<NodeAddress>>();
        for (var slice : existing) {
            var kept = new ArrayList<NodeAddress>();
            for (var address : slice.addresses()) {
                var still = missing.remove(address.ip()); // with the node that has the address now
                if (still != null) {
                    kept.add(still);
                }
            }
            slices.put(slice.name(), kept);
        }
        var rest = new ArrayList<>(missing.values());
        slices.values().stream()
                .sorted(Comparator.comparingInt((List<NodeAddress> slice) -> -slice.size()))
                .forEach(slice -> take(rest, max - slice.size(), slice));
        for (int number = next(prefix, slices.keySet().stream().toList()); !rest.isEmpty(); number++) {
            var added = new ArrayList<NodeAddress>();
            take(rest, max, added);
            slices.put(prefix + number, added);
        }
        return slices.entrySet().stream()
                .filter(slice -> !slice.getValue().isEmpty())
                .map(slice -> new Slice(slice.getKey(), slice.getValue()))
                .toList();
    }

    private static void take(List<NodeAddress> from, int most, List<NodeAddress> into) {
        var taken = from.subList(0, Math.min(most, from.size()));
        into.addAll(taken);
        taken.clear();
    }

    /** Beyond the highest number that is in use. */
    private static int next(String prefix, List<String> names) {
        return names.stream()
                .filter(name -> name.startsWith(prefix)
                        && name.substring(prefix.length()).matches("[0-9]{1,6}"))
                .mapToInt(name -> Integer.parseInt(name.substring(prefix.length())) + 1)
                .max()
                .orElse(0);
    }

    private static SlicePlan difference(List<Slice> before, List<Slice> after) {
        var known = new LinkedHashMap<String, List<NodeAddress>>();
        before.forEach(slice -> known.put(slice.name(), slice.addresses()));
        var write = after.stream()
                .filter(slice -> !slice.addresses().equals(known.get(slice.name())))
                .toList();
        var names = new HashSet<String>();
        after.forEach(slice -> names.add(slice.name()));
        return new SlicePlan(
                write,
                known.entrySet().stream()
                        .map(Map.Entry::getKey)
                        .filter(name -> !names.contains(name))
                        .toList());
    }
}
