/** Which messages a tenant wants brought elsewhere, and the jobs that this makes. */
@NullMarked
package dev.weir.core.route;

import org.jspecify.annotations.NullMarked;
