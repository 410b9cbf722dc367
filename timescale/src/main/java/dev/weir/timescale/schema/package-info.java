/** The schema: how it is made, which version it has, which roles may do what. */
@NullMarked
package dev.weir.timescale.schema;

import org.jspecify.annotations.NullMarked;
