/** One member: its settings, what runs in it, its start and its end. */
@NullMarked
package io.bkm.app.member;

import org.jspecify.annotations.NullMarked;
