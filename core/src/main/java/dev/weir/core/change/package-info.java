/** What changed in the database while the service runs, and who wants to know. */
@NullMarked
package dev.weir.core.change;

import org.jspecify.annotations.NullMarked;
