@NullMarked
package dev.weir.delivery.webhook;

import org.jspecify.annotations.NullMarked;
