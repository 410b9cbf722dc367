@NullMarked
package dev.weir.delivery.guard;

import org.jspecify.annotations.NullMarked;
