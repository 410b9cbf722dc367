/** Refused messages as they are kept. */
@NullMarked
package dev.weir.core.quarantine;

import org.jspecify.annotations.NullMarked;
