/** Routes as delivery knows them: as they are now, and understood. */
@NullMarked
package dev.weir.delivery.route;

import org.jspecify.annotations.NullMarked;
