/** Topics, and messages on their way from the stream to a row. */
@NullMarked
package dev.weir.core.message;

import org.jspecify.annotations.NullMarked;
