package io.bkm.actors.sd;

import java.util.List;
import java.util.Map;

/**
 * What is known from outside of Kubernetes, or is written in the words of Prometheus.
 *
 * @param answers of each discovery that somebody wants
 * @param scrapeFiles in the order in which they count
 * @param promSd what counts of these files
 */
public record External(Map<Discovery, Answer> answers, List<ScrapeFile> scrapeFiles, PromSdSettings promSd) {

    public static final External NONE = new External(Map.of(), List.of(), PromSdSettings.NONE);

    public External {
        answers = Map.copyOf(answers);
        scrapeFiles = List.copyOf(scrapeFiles);
    }

    public Answer answer(Discovery discovery) {
        return answers.getOrDefault(discovery, Answer.NONE);
    }

    public External withAnswers(Map<Discovery, Answer> other) {
        return new External(other, scrapeFiles, promSd);
    }

    public External withScrapeFiles(List<ScrapeFile> other, PromSdSettings settings) {
        return new External(answers, other, settings);
    }
}
