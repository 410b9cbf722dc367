/** Figures for Prometheus. Their names and labels are listed in {@code docs/metrics.md}. */
@NullMarked
package dev.weir.app.metrics;

import org.jspecify.annotations.NullMarked;
