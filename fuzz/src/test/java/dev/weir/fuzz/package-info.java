/** Fuzz targets: what a parser must hold whatever it is given, checked against other parsers. */
@NullMarked
package dev.weir.fuzz;

import org.jspecify.annotations.NullMarked;
