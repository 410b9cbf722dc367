/** What is broken on purpose, and mended again. */
@NullMarked
package dev.weir.chaos.fault;

import org.jspecify.annotations.NullMarked;
