/** How many lanes each process holds. */
@NullMarked
package dev.weir.ingest.share;

import org.jspecify.annotations.NullMarked;
