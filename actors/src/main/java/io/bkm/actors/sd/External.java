package io.bkm.actors.sd;

import java.util.Map;

/**
 * What is known from outside of Kubernetes.
 *
 * @param answers of each discovery that somebody wants
 */
public record External(Map<Discovery, Answer> answers) {

    public static final External NONE = new External(Map.of());

    public External {
        answers = Map.copyOf(answers);
    }

    public Answer answer(Discovery discovery) {
        return answers.getOrDefault(discovery, Answer.NONE);
    }
}
