@NullMarked
package dev.weir.app.metrics;

import org.jspecify.annotations.NullMarked;
