/** One lane: attach, read, judge, commit, trim. */
@NullMarked
package dev.weir.ingest.lane;

import org.jspecify.annotations.NullMarked;
