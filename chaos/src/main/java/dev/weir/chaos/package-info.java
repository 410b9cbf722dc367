/** {@code ./weir chaos}: faults under load, and the ledger that has to balance. */
@NullMarked
package dev.weir.chaos;

import org.jspecify.annotations.NullMarked;
