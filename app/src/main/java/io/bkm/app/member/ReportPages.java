package io.bkm.app.member;

import io.bkm.actors.operator.Operator;
import io.bkm.actors.operator.ReportPage;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.apache.pekko.actor.typed.ActorRef;

/** Puts the pieces of a report together. */
final class ReportPages {

    /** A report whose snapshot keeps changing meanwhile is given up. */
    private static final int TRIES = 5;

    /** The question for the piece that begins at a character. */
    interface Question extends BiFunction<Integer, ActorRef<ReportPage>, Operator.Command> {}

    private final Question question;
    private final Function<Function<ActorRef<ReportPage>, Operator.Command>, CompletionStage<ReportPage>> ask;

    private ReportPages(
            Question question,
            Function<Function<ActorRef<ReportPage>, Operator.Command>, CompletionStage<ReportPage>> ask) {
        this.question = question;
        this.ask = ask;
    }

    static CompletionStage<String> collect(
            Question question,
            Function<Function<ActorRef<ReportPage>, Operator.Command>, CompletionStage<ReportPage>> ask) {
        return new ReportPages(question, ask).begin(1);
    }

    private CompletionStage<String> begin(int attempt) {
        return piece(0).thenCompose(first -> first.version() < 0
                ? CompletableFuture.failedStage(new IllegalStateException("the operator has read no resources yet"))
                : after(first, new StringBuilder(first.text()), first.version(), attempt));
    }

    private CompletionStage<String> after(ReportPage page, StringBuilder text, long version, int attempt) {
        if (page.next() < 0) {
            return CompletableFuture.completedStage(text.toString());
        }
        return piece(page.next()).thenCompose(next -> {
            if (next.version() == version) {
                return after(next, text.append(next.text()), version, attempt);
            }
            return attempt < TRIES
                    ? begin(attempt + 1)
                    : CompletableFuture.failedStage(
                            new IllegalStateException("the resources change faster than they can be told"));
        });
    }

    private CompletionStage<ReportPage> piece(int from) {
        return ask.apply(replyTo -> question.apply(from, replyTo));
    }
}
