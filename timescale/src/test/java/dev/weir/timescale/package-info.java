@NullMarked
package dev.weir.timescale;

import org.jspecify.annotations.NullMarked;
