@NullMarked
package dev.weir.app.http;

import org.jspecify.annotations.NullMarked;
