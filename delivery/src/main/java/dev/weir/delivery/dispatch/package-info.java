/** Who gets delivered when: fairness, bulkheads, breakers, retries, and what is given up. */
@NullMarked
package dev.weir.delivery.dispatch;

import org.jspecify.annotations.NullMarked;
