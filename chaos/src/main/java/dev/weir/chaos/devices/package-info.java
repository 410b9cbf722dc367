/** The ways in under faults, as devices see them. */
@NullMarked
package dev.weir.chaos.devices;

import org.jspecify.annotations.NullMarked;
