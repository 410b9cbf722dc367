/** How receivers know that a webhook comes from here. */
@NullMarked
package dev.weir.delivery.signature;

import org.jspecify.annotations.NullMarked;
