package io.bkm.actors.resources;

import io.bkm.actors.resources.Resources.Problem;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The objects of one file.
 *
 * @param objects in the order of the file: CustomResources and Kubernetes' own
 * @param refused objects that are there but wrong, each with its problem
 * @param problems those of the file itself and of documents of which nothing is known
 */
record Manifest(Map<ResourceKey, Object> objects, Map<ResourceKey, Problem> refused, List<Problem> problems) {

    static final Manifest EMPTY = new Manifest(Map.of(), Map.of(), List.of());

    Manifest {
        objects = Collections.unmodifiableMap(new LinkedHashMap<>(objects));
        refused = Collections.unmodifiableMap(new LinkedHashMap<>(refused));
        problems = List.copyOf(problems);
    }

    /** The last good state of a file that cannot be read any more. */
    Manifest keptDespite(Problem problem) {
        var message = objects.isEmpty() ? problem : withNote(problem, "its last good state stays in use");
        return new Manifest(objects, Map.of(), List.of(message));
    }

    /**
     * This state of a file after an earlier one: what did not change is the same instance as before, and of what is wrong
     * now the last good state stays.
     */
    Manifest after(Manifest last) {
        var merged = new LinkedHashMap<ResourceKey, Object>();
        objects.forEach((key, object) -> {
            var before = last.objects.get(key);
            merged.put(key, object.equals(before) ? before : object);
        });
        var stillRefused = new LinkedHashMap<ResourceKey, Problem>();
        refused.forEach((key, problem) -> {
            var before = last.objects.get(key);
            if (before != null && merged.putIfAbsent(key, before) == null) {
                stillRefused.put(key, withNote(problem, "its last good state stays in use"));
            } else {
                stillRefused.put(key, problem);
            }
        });
        return new Manifest(merged, stillRefused, problems);
    }

    List<Problem> allProblems() {
        var all = new ArrayList<>(problems);
        all.addAll(refused.values());
        return all;
    }

    private static Problem withNote(Problem problem, String note) {
        return new Problem(
                problem.where(), problem.kind(), problem.namespace(), problem.name(), problem.reason() + "; " + note);
    }
}
