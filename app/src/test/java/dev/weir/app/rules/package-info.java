/** Every rule of admission, through the whole service, on real servers. */
@NullMarked
package dev.weir.app.rules;

import org.jspecify.annotations.NullMarked;
