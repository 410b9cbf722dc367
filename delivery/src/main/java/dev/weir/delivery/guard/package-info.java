/**
 * Which addresses may be spoken to: tenants name targets, and must not reach our own network by it.
 */
@NullMarked
package dev.weir.delivery.guard;

import org.jspecify.annotations.NullMarked;
