/** When devices were last seen, and where. */
@NullMarked
package dev.weir.timescale.state;

import org.jspecify.annotations.NullMarked;
