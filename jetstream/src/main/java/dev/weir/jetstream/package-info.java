/** NATS adapters: the connection, the streams, ordered reading and publishing. */
@NullMarked
package dev.weir.jetstream;

import org.jspecify.annotations.NullMarked;
