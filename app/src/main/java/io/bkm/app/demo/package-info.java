/** A whole cluster in one JVM, with real targets and an agent that counts. */
@NullMarked
package io.bkm.app.demo;

import org.jspecify.annotations.NullMarked;
