/** The endpoints of HTTP as clients see them: real processes on real servers. */
@NullMarked
package dev.weir.app.gateway;

import org.jspecify.annotations.NullMarked;
