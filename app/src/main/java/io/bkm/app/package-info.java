/** Main, command line, settings and wiring. */
@NullMarked
package io.bkm.app;

import org.jspecify.annotations.NullMarked;
