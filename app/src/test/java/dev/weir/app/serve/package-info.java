@NullMarked
package dev.weir.app.serve;

import org.jspecify.annotations.NullMarked;
