package io.bkm.actors.operator;

import io.bkm.actors.discovery.Expanded;
import io.bkm.actors.resources.Resources;

/** Answers questions about a snapshot, as the text that goes over HTTP. Pure; may take long. */
@FunctionalInterface
public interface Reporter {

    String report(Resources resources, Expanded expanded, ReportQuery query);
}
