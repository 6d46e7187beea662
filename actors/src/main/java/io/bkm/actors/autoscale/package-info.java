/** How many statefulset members there should be, from what they scrape. */
@NullMarked
package io.bkm.actors.autoscale;

import org.jspecify.annotations.NullMarked;
