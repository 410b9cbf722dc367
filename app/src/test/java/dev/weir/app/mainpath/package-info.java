/** The main path on real servers and in real processes: from JetStream to rows, exactly once. */
@NullMarked
package dev.weir.app.mainpath;

import org.jspecify.annotations.NullMarked;
