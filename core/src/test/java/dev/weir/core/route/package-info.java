@NullMarked
package dev.weir.core.route;

import org.jspecify.annotations.NullMarked;
