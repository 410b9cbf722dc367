/** The fuzz target of a parser that nothing but its command sees. */
@NullMarked
package dev.weir.app.command;

import org.jspecify.annotations.NullMarked;
