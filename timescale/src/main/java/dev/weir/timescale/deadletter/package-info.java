/** Jobs that could not be delivered: how they are kept, listed and sent again. */
@NullMarked
package dev.weir.timescale.deadletter;

import org.jspecify.annotations.NullMarked;
