/** Messages on their way into the streams. */
@NullMarked
package dev.weir.core.publish;

import org.jspecify.annotations.NullMarked;
