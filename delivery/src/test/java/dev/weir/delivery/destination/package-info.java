@NullMarked
package dev.weir.delivery.destination;

import org.jspecify.annotations.NullMarked;
