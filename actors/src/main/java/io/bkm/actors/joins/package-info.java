/** What samples are told of pods: read where the operator is, and brought to the members whose targets ask for it. */
@NullMarked
package io.bkm.actors.joins;

import org.jspecify.annotations.NullMarked;
