#!/bin/sh
# Starts Mosquitto: it wants its users' passwords hashed, and the file to be its own.
set -e
cp /stack/etc/mosquitto.users @MQTT_DATA@/users
chmod 600 @MQTT_DATA@/users
mosquitto_passwd -U @MQTT_DATA@/users
exec mosquitto -c /stack/etc/mosquitto.conf
