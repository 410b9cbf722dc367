/** Delivery as a process: faults, sharing, isolation. */
@NullMarked
package dev.weir.app.delivery;

import org.jspecify.annotations.NullMarked;
