/** Which bridge owns which of the broker's sessions. */
@NullMarked
package dev.weir.core.session;

import org.jspecify.annotations.NullMarked;
