/** How long to wait before trying again. */
@NullMarked
package dev.weir.core.retry;

import org.jspecify.annotations.NullMarked;
