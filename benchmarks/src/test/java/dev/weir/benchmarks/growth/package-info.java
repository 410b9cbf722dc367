/** Tests of what is made of measured curves. */
@NullMarked
package dev.weir.benchmarks.growth;

import org.jspecify.annotations.NullMarked;
