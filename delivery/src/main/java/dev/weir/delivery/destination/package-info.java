/** Where jobs are brought, and what comes of an attempt. */
@NullMarked
package dev.weir.delivery.destination;

import org.jspecify.annotations.NullMarked;
