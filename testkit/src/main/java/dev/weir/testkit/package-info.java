/** Real servers for tests. Knows nothing of the modules it serves. */
@NullMarked
package dev.weir.testkit;

import org.jspecify.annotations.NullMarked;
