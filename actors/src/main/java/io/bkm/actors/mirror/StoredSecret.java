package io.bkm.actors.mirror;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * A Secret that exists.
 *
 * @param data base64 by key
 */
record StoredSecret(String name, Map<String, String> labels, Map<String, String> data) {

    StoredSecret {
        labels = Map.copyOf(labels);
        data = Collections.unmodifiableMap(new TreeMap<>(data));
    }

    String createdBy() {
        return labels.getOrDefault(SecretContent.CREATED_BY, "");
    }

    String taskType() {
        return labels.getOrDefault(SecretContent.TASK_TYPE, "");
    }

    @Override
    public String toString() {
        return "StoredSecret[name=" + name + ", keys=" + data.size() + "]";
    }
}
