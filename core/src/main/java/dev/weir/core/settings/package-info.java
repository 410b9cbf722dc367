/** Settings that change while the service runs. */
@NullMarked
package dev.weir.core.settings;

import org.jspecify.annotations.NullMarked;
