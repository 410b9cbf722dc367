/** Who owns which lane. */
@NullMarked
package dev.weir.timescale.lane;

import org.jspecify.annotations.NullMarked;
