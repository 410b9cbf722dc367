/**
 * A simulated fleet: messages that are the same for the same seed, some of them bad on purpose, and
 * a ledger of what has to become of each.
 */
@NullMarked
package dev.weir.app.simulate;

import org.jspecify.annotations.NullMarked;
