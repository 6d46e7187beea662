package io.bkm.actors.mirror;

import io.bkm.actors.dataids.DataIds;
import io.bkm.actors.mirror.MirrorSettings.Dispatch;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * Which task is in which Secret (specs/bkmonitor-operator.md 4, 5). A pure function of the tasks, the DataIDs and the
 * workers there are.
 *
 * <p>A Secret that would be too large goes on in others, {@code more-1-<name>} and so on. Old workers do not read those:
 * with the original, the whole Secret could not be written from then on (W4).
 *
 * @param overflow number of tasks that are in such Secrets
 */
record SecretLayout(SortedMap<String, SecretContent> secrets, int overflow) {

    static final String DAEMONSET = "daemonset";
    static final String STATEFULSET = "statefulset";
    static final String EVENT = "event";

    private static final String MORE = "more-";

    static SecretLayout of(Collection<WorkerTask> tasks, DataIds dataIds, Workers workers, MirrorSettings settings) {
        var secrets = new TreeMap<String, SecretContent>();
        FixedFiles.events(dataIds, settings.events())
                .ifPresent(file -> add(secrets, "event-worker-0", EVENT, files(FixedFiles.EVENTS, file), settings));
        Predicate<WorkerTask> ofNode = task -> task.onNode() && settings.daemonsetWorkers();
        var spread = tasks.stream().filter(ofNode.negate()).toList();
        int overflow = 0;
        var buckets = buckets(spread, workers, settings.dispatch());
        for (int i = 0; i < buckets.size(); i++) {
            overflow += add(secrets, "statefulset-worker-" + i, STATEFULSET, buckets.get(i), settings);
        }
        for (var node : byNode(tasks.stream().filter(ofNode).toList()).entrySet()) {
            FixedFiles.timesync(dataIds, settings.timesync(), node.getKey())
                    .ifPresent(file -> node.getValue().putAll(files(FixedFiles.TIMESYNC, file)));
            overflow += add(secrets, "daemonset-worker-" + node.getKey(), DAEMONSET, node.getValue(), settings);
        }
        return new SecretLayout(secrets, overflow);
    }

    /**
     * Whether a Secret that exists is one to delete: of a worker that has nothing to do or is none any more. The one for
     * events stays.
     *
     * @param createdBy its label of that name
     * @param taskType its label of that name, "" where it has none
     */
    boolean isStale(String name, String createdBy, String taskType) {
        if (secrets.containsKey(name) || !createdBy.equals(SecretContent.OPERATOR)) {
            return false;
        }
        return taskType.isEmpty() || !taskType.equals(EVENT);
    }

    private static List<SortedMap<String, String>> buckets(List<WorkerTask> tasks, Workers workers, Dispatch dispatch) {
        var buckets = new ArrayList<SortedMap<String, String>>();
        for (int i = 0; i < workers.replicas(); i++) {
            buckets.add(new TreeMap<>());
        }
        if (buckets.isEmpty()) {
            return buckets;
        }
        var sorted = new ArrayList<>(tasks);
        sorted.sort(Comparator.comparing(WorkerTask::fileName));
        for (int i = 0; i < sorted.size(); i++) {
            var task = sorted.get(i);
            buckets.get(bucket(task, i, workers, dispatch)).put(task.fileName(), task.content());
        }
        return buckets;
    }

    private static int bucket(WorkerTask task, int index, Workers workers, Dispatch dispatch) {
        var itself = workers.numbers().get(task.host());
        if (itself != null) {
            int next = (itself + 1) % workers.numbers().size();
            return next < workers.replicas() ? next : 0;
        }
        return switch (dispatch) {
            case HASH -> (int) Long.remainderUnsigned(task.hash(), workers.replicas());
            case ROUNDROBIN -> index % workers.replicas();
        };
    }

    private static SortedMap<String, SortedMap<String, String>> byNode(List<WorkerTask> tasks) {
        var byNode = new TreeMap<String, SortedMap<String, String>>();
        tasks.forEach(task ->
                byNode.computeIfAbsent(task.node(), _ -> new TreeMap<>()).put(task.fileName(), task.content()));
        return byNode;
    }

    private static SortedMap<String, String> files(String name, String text) {
        var files = new TreeMap<String, String>();
        files.put(name, Base64.getEncoder().encodeToString(Gzip.pack(text)));
        return files;
    }

    /** Returns the number of files that are not in the first Secret. */
    private static int add(
            SortedMap<String, SecretContent> secrets,
            String name,
            String type,
            SortedMap<String, String> files,
            MirrorSettings settings) {
        var content = new TreeMap<String, String>();
        int part = 0;
        int size = 0;
        int overflow = 0;
        for (var file : files.entrySet()) {
            int fileSize = file.getKey().length() + file.getValue().length() / 4 * 3;
            if (!content.isEmpty() && size + fileSize > settings.secretSize()) {
                put(secrets, name, type, part++, content);
                content.clear();
                size = 0;
            }
            overflow += part > 0 ? 1 : 0;
            content.put(file.getKey(), file.getValue());
            size += fileSize;
        }
        put(secrets, name, type, part, content);
        return overflow;
    }

    private static void put(
            SortedMap<String, SecretContent> secrets,
            String name,
            String type,
            int part,
            SortedMap<String, String> content) {
        var secret = part == 0
                ? new SecretContent(name, type, content)
                : new SecretContent(MORE + part + "-" + name, MORE + type, content);
        secrets.put(secret.name(), secret);
    }
}
