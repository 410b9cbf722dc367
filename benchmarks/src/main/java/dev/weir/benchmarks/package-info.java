/** {@code ./weir bench}: what ingest does of what PostgreSQL and NATS could, in one run. */
@NullMarked
package dev.weir.benchmarks;

import org.jspecify.annotations.NullMarked;
