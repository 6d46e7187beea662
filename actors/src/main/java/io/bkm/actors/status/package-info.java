/** What the members tell of what they scrape. */
@NullMarked
package io.bkm.actors.status;

import org.jspecify.annotations.NullMarked;
