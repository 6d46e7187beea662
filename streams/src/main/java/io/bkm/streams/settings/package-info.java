/** How the values of settings are judged. */
@NullMarked
package io.bkm.streams.settings;

import org.jspecify.annotations.NullMarked;
