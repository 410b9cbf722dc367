@NullMarked
package dev.weir.delivery.signature;

import org.jspecify.annotations.NullMarked;
