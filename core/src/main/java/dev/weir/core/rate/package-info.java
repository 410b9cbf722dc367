/** Rate limits: token buckets on the broker's time. */
@NullMarked
package dev.weir.core.rate;

import org.jspecify.annotations.NullMarked;
