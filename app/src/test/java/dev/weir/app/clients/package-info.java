/** Other people's clients, as devices use them, against all of Weir. */
@NullMarked
package dev.weir.app.clients;

import org.jspecify.annotations.NullMarked;
