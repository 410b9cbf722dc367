/** Jobs on their way to webhooks. */
@NullMarked
package dev.weir.delivery.webhook;

import org.jspecify.annotations.NullMarked;
