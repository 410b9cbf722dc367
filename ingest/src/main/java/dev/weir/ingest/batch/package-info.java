/** From envelopes to a committed batch. */
@NullMarked
package dev.weir.ingest.batch;

import org.jspecify.annotations.NullMarked;
