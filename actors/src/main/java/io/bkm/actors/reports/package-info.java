/** Answers about the cluster's resources in the words of bkmonitor-operator's HTTP API (specs/bkmonitor-operator.md 7). */
@NullMarked
package io.bkm.actors.reports;

import org.jspecify.annotations.NullMarked;
