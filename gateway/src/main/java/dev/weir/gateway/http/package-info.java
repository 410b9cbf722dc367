/** The HTTP endpoints that take messages in. */
@NullMarked
package dev.weir.gateway.http;

import org.jspecify.annotations.NullMarked;
