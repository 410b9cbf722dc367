/** The ports through which a batch is committed, and what it tells of its devices. */
@NullMarked
package dev.weir.core.store;

import org.jspecify.annotations.NullMarked;
