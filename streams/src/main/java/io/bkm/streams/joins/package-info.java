/** Labels of pods and their workloads on samples: what a member knows of pods, and how a sample finds its own. */
@NullMarked
package io.bkm.streams.joins;

import org.jspecify.annotations.NullMarked;
