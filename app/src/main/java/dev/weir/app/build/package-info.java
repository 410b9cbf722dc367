/** What this program is. */
@NullMarked
package dev.weir.app.build;

import org.jspecify.annotations.NullMarked;
