/** The port to the message streams. */
@NullMarked
package dev.weir.core.stream;

import org.jspecify.annotations.NullMarked;
