/** The one transaction in which a batch lands. */
@NullMarked
package dev.weir.timescale.batch;

import org.jspecify.annotations.NullMarked;
