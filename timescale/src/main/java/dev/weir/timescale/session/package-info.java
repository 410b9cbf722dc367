/** Leases of sessions at the MQTT broker. */
@NullMarked
package dev.weir.timescale.session;

import org.jspecify.annotations.NullMarked;
