/** Tables for what is kept of each of millions of names. */
@NullMarked
package dev.weir.core.table;

import org.jspecify.annotations.NullMarked;
