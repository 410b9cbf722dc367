/** Mosquitto for tests that end it in every way. */
@NullMarked
package dev.weir.testkit.mqtt;

import org.jspecify.annotations.NullMarked;
