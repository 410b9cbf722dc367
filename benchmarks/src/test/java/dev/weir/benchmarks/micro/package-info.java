/** That designs which are compared do the same. */
@NullMarked
package dev.weir.benchmarks.micro;

import org.jspecify.annotations.NullMarked;
