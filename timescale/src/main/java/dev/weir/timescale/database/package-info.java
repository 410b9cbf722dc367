/** Connections to PostgreSQL, and what its failures mean. */
@NullMarked
package dev.weir.timescale.database;

import org.jspecify.annotations.NullMarked;
