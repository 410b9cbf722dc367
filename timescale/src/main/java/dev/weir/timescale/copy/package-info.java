/** Rows in the binary format of COPY. */
@NullMarked
package dev.weir.timescale.copy;

import org.jspecify.annotations.NullMarked;
