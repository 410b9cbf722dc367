/** {@code ./weir bench --growth}: how what ingest costs grows with what it is given. */
@NullMarked
package dev.weir.benchmarks.growth;

import org.jspecify.annotations.NullMarked;
