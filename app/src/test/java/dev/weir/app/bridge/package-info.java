@NullMarked
package dev.weir.app.bridge;

import org.jspecify.annotations.NullMarked;
