/** What is scraped: endpoints and the targets at them. */
@NullMarked
package io.bkm.streams.targets;

import org.jspecify.annotations.NullMarked;
