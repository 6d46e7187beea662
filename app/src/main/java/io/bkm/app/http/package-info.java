/** The HTTP API and the page. */
@NullMarked
package io.bkm.app.http;

import org.jspecify.annotations.NullMarked;
