/** The bridge from an MQTT broker to the streams. */
@NullMarked
package dev.weir.gateway.mqtt;

import org.jspecify.annotations.NullMarked;
