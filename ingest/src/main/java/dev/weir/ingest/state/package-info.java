/** When devices were last seen, and where, gathered and written from time to time. */
@NullMarked
package dev.weir.ingest.state;

import org.jspecify.annotations.NullMarked;
