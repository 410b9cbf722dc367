/** Real NATS servers for tests. */
@NullMarked
package dev.weir.testkit.nats;

import org.jspecify.annotations.NullMarked;
