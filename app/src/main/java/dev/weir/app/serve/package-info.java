/** A process that serves roles: how it starts, what it tells, how it ends. */
@NullMarked
package dev.weir.app.serve;

import org.jspecify.annotations.NullMarked;
