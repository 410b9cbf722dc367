/** Hears what the schema's triggers tell of changes. */
@NullMarked
package dev.weir.timescale.notice;

import org.jspecify.annotations.NullMarked;
