/** When devices were last heard of, and where they were: gathered, and written now and then. */
@NullMarked
package dev.weir.ingest.state;

import org.jspecify.annotations.NullMarked;
