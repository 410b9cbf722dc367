/** Reads both message forms and applies the rules that need nothing but the message. */
@NullMarked
package dev.weir.core.payload;

import org.jspecify.annotations.NullMarked;
