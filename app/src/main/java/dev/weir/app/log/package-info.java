/** The log: JSON lines for a service, text for people at a terminal. */
@NullMarked
package dev.weir.app.log;

import org.jspecify.annotations.NullMarked;
