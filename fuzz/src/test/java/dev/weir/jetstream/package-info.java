/** The fuzz target of parsers that nothing but their adapter sees. */
@NullMarked
package dev.weir.jetstream;

import org.jspecify.annotations.NullMarked;
