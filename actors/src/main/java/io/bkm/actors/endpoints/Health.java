package io.bkm.actors.endpoints;

import io.bkm.streams.scrape.ScrapeOutcome;
import org.jspecify.annotations.Nullable;

/** How a target's last scrape went. */
public enum Health {
    UNKNOWN,
    UP,
    DOWN;

    static Health of(@Nullable ScrapeOutcome outcome) {
        return switch (outcome) {
            case null -> UNKNOWN;
            case ScrapeOutcome.Scraped _ -> UP;
            case ScrapeOutcome.Failed _ -> DOWN;
        };
    }
}
