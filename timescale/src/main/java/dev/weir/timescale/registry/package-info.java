/** Tenants and devices, as the hot path asks for them. */
@NullMarked
package dev.weir.timescale.registry;

import org.jspecify.annotations.NullMarked;
