/** Route jobs on their way to where tenants want them. */
@NullMarked
package dev.weir.delivery;

import org.jspecify.annotations.NullMarked;
