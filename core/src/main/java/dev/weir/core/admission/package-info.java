/** The rules that need the device registry. */
@NullMarked
package dev.weir.core.admission;

import org.jspecify.annotations.NullMarked;
