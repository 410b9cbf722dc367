/** Health, readiness and metrics over HTTP. */
@NullMarked
package dev.weir.app.http;

import org.jspecify.annotations.NullMarked;
