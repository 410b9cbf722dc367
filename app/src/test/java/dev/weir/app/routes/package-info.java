@NullMarked
package dev.weir.app.routes;

import org.jspecify.annotations.NullMarked;
