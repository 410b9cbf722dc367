/** A real NATS server for tests. */
@NullMarked
package dev.weir.testkit.nats;

import org.jspecify.annotations.NullMarked;
