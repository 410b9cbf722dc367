/** Messages of devices, brought to topics of MQTT brokers. */
@NullMarked
package dev.weir.delivery.mqtt;

import org.jspecify.annotations.NullMarked;
