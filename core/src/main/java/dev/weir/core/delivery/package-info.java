/** What the delivery of jobs needs of the outside. */
@NullMarked
package dev.weir.core.delivery;

import org.jspecify.annotations.NullMarked;
