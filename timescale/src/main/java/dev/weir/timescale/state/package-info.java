/** Device state in PostgreSQL. */
@NullMarked
package dev.weir.timescale.state;

import org.jspecify.annotations.NullMarked;
