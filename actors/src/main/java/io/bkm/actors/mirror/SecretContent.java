package io.bkm.actors.mirror;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A Secret as it should be.
 *
 * @param taskType label that old workers choose their Secrets by
 * @param data gzip in base64 by file name
 */
record SecretContent(String name, String taskType, SortedMap<String, String> data) {

    static final String CREATED_BY = "createdBy";
    static final String OPERATOR = "bkmonitor-operator";
    static final String TASK_TYPE = "taskType";

    SecretContent {
        data = Collections.unmodifiableSortedMap(new TreeMap<>(data));
    }

    Map<String, String> labels() {
        return Map.of(CREATED_BY, OPERATOR, TASK_TYPE, taskType);
    }
}
