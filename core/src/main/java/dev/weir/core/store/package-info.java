/** The port through which a batch is committed. */
@NullMarked
package dev.weir.core.store;

import org.jspecify.annotations.NullMarked;
