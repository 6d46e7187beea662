/** Benchmarks, run by {@code ./bkm bench}. */
@NullMarked
package io.bkm.loadtest;

import org.jspecify.annotations.NullMarked;
