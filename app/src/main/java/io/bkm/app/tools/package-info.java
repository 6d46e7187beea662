/** {@code bkm tool …}: the product's own code, line by line from standard input. */
@NullMarked
package io.bkm.app.tools;

import org.jspecify.annotations.NullMarked;
