/**
 * What a user types. Each command reads its arguments, calls what does the work, and prints the
 * result: to standard output and nothing else there. Faults go to standard error, a line each.
 */
@NullMarked
package dev.weir.app.command;

import org.jspecify.annotations.NullMarked;
