/** Live settings as they stand in the database. */
@NullMarked
package dev.weir.timescale.settings;

import org.jspecify.annotations.NullMarked;
