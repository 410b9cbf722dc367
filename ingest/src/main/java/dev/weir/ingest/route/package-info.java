/** Routes in the lane: which mean a message, and their jobs on the way into the stream. */
@NullMarked
package dev.weir.ingest.route;

import org.jspecify.annotations.NullMarked;
