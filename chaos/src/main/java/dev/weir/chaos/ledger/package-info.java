/** What was acknowledged, message by message, and what became of it. */
@NullMarked
package dev.weir.chaos.ledger;

import org.jspecify.annotations.NullMarked;
