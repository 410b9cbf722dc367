/** Routes, as lanes and delivery read them. */
@NullMarked
package dev.weir.timescale.route;

import org.jspecify.annotations.NullMarked;
