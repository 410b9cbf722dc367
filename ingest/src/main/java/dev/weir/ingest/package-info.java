/** The ingest role: its lanes, and how processes share them. */
@NullMarked
package dev.weir.ingest;

import org.jspecify.annotations.NullMarked;
