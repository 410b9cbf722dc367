/** Real servers for tests, processes to be killed, and checkers of what was promised. */
@NullMarked
package dev.weir.testkit;

import org.jspecify.annotations.NullMarked;
