/** Ownership and position of lanes: the port to the table that holds them. */
@NullMarked
package dev.weir.core.lane;

import org.jspecify.annotations.NullMarked;
