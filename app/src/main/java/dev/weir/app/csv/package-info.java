/** Comma-separated values, read record by record. */
@NullMarked
package dev.weir.app.csv;

import org.jspecify.annotations.NullMarked;
