/** Servers, processes, load and the runs that break them. */
@NullMarked
package dev.weir.chaos.run;

import org.jspecify.annotations.NullMarked;
