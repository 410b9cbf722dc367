/** What is done from time to time: partitions ahead, retention, rows past their use. */
@NullMarked
package dev.weir.timescale.upkeep;

import org.jspecify.annotations.NullMarked;
