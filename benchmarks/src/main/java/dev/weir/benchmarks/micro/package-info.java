/**
 * {@code ./weir bench --micro}: the steps that every message goes through, one by one, beside the
 * designs that they were chosen instead of.
 */
@NullMarked
package dev.weir.benchmarks.micro;

import org.jspecify.annotations.NullMarked;
