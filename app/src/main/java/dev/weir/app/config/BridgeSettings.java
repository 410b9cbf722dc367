package dev.weir.app.config;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the bridge takes from the broker, and how.
 *
 * @param clientId what the client ids of all bridges begin with
 * @param topicFilters empty only where all comes under {@code identityTopicPrefix}
 * @param receiveMaximum messages that the broker may have on the way to one session
 * @param sessionExpiry how long the broker keeps a session that nobody uses
 * @param identityTopicPrefix of topics that only the broker writes; null where none is trusted
 */
public record BridgeSettings(
    MqttVersion version,
    String clientId,
    String shareGroup,
    List<String> topicFilters,
    int receiveMaximum,
    Duration sessionExpiry,
    Duration keepAlive,
    @Nullable String identityTopicPrefix,
    String identityProperty) {

  static final Variable<MqttVersion> MQTT_VERSION =
      Variable.of("MQTT_VERSION", MqttTypes.version(), MqttVersion.V5, "what the bridge speaks");
  static final Variable<String> MQTT_CLIENT_ID =
      Variable.of(
          "MQTT_CLIENT_ID",
          MqttTypes.name(),
          "weir-bridge",
          "what the client ids of this installation's bridges begin with; a hyphen and a number"
              + " follow");
  static final Variable<String> MQTT_SHARE_GROUP =
      Variable.of(
          "MQTT_SHARE_GROUP",
          MqttTypes.name(),
          "weir",
          "by which the broker knows that the bridges share one subscription");
  static final Variable<List<String>> MQTT_TOPIC_FILTER =
      Variable.of(
          "MQTT_TOPIC_FILTER",
          MqttTypes.filters(),
          "tenant/#",
          "what the bridge subscribes to; with `MQTT_IDENTITY_TOPIC_PREFIX` nothing beside it unless"
              + " this is set, for messages in both places would come twice");
  static final Variable<Integer> MQTT_RECEIVE_MAXIMUM =
      Variable.of(
          "MQTT_RECEIVE_MAXIMUM",
          Types.integer(1, 65_535),
          1_000,
          "messages that the broker may have on the way to one bridge, so at most as many are in its"
              + " memory; MQTT 3.1.1 cannot tell it: there it is the broker's own setting");
  static final Variable<Duration> MQTT_SESSION_EXPIRY_SECONDS =
      Variable.of(
          "MQTT_SESSION_EXPIRY_SECONDS",
          Types.seconds(60, 31_536_000),
          86_400,
          "how long the broker keeps what comes while no bridge is there; after that it is lost."
              + " MQTT 3.1.1 cannot tell it: there it is the broker's own setting");
  static final Variable<Duration> MQTT_KEEP_ALIVE_SECONDS =
      Variable.of(
          "MQTT_KEEP_ALIVE_SECONDS",
          Types.seconds(1, 65_535),
          30,
          "the longest silence before each end looks whether the other is there");
  static final Variable<String> MQTT_IDENTITY_TOPIC_PREFIX =
      Variable.optional(
          "MQTT_IDENTITY_TOPIC_PREFIX",
          MqttTypes.prefix(),
          "topics that only the broker's own rule can write: there a user property is believed, and"
              + " the prefix is taken off; else no identity is taken from MQTT");
  static final Variable<String> MQTT_IDENTITY_PROPERTY =
      Variable.of(
          "MQTT_IDENTITY_PROPERTY",
          MqttTypes.name(),
          "weir-username",
          "the user property that names the publisher, as `tenant_id/device_id`");

  /** The same as the reference has them, after those of the connection. */
  static final List<Variable<?>> VARIABLES =
      List.of(
          MQTT_VERSION,
          MQTT_CLIENT_ID,
          MQTT_SHARE_GROUP,
          MQTT_TOPIC_FILTER,
          MQTT_RECEIVE_MAXIMUM,
          MQTT_SESSION_EXPIRY_SECONDS,
          MQTT_KEEP_ALIVE_SECONDS,
          MQTT_IDENTITY_TOPIC_PREFIX,
          MQTT_IDENTITY_PROPERTY);

  /** An adoption begins after 3 and may fail now and then. */
  private static final int LEASES_BEFORE_EXPIRY = 10;

  static BridgeSettings from(Values values) {
    values.require(
        !values.isSet(MQTT_IDENTITY_TOPIC_PREFIX) || values.get(MQTT_VERSION) == MqttVersion.V5,
        MQTT_IDENTITY_TOPIC_PREFIX,
        MQTT_VERSION,
        "is set, and MQTT_VERSION is 3.1.1, which has no user properties",
        "empty, or MQTT_VERSION 5");
    values.require(
        values
                .get(MQTT_SESSION_EXPIRY_SECONDS)
                .dividedBy(LEASES_BEFORE_EXPIRY)
                .compareTo(values.get(IngestSettings.LEASE_SECONDS))
            >= 0,
        MQTT_SESSION_EXPIRY_SECONDS,
        IngestSettings.LEASE_SECONDS,
        "is too short for another bridge to take over what one leaves",
        "at least " + LEASES_BEFORE_EXPIRY + " times LEASE_SECONDS");
    checkFilters(values);
    boolean identityOnly =
        values.isSet(MQTT_IDENTITY_TOPIC_PREFIX) && !values.isSet(MQTT_TOPIC_FILTER);
    return new BridgeSettings(
        values.get(MQTT_VERSION),
        values.get(MQTT_CLIENT_ID),
        values.get(MQTT_SHARE_GROUP),
        identityOnly ? List.of() : values.get(MQTT_TOPIC_FILTER),
        values.get(MQTT_RECEIVE_MAXIMUM),
        values.get(MQTT_SESSION_EXPIRY_SECONDS),
        values.get(MQTT_KEEP_ALIVE_SECONDS),
        values.find(MQTT_IDENTITY_TOPIC_PREFIX),
        values.get(MQTT_IDENTITY_PROPERTY));
  }

  private static void checkFilters(Values values) {
    String prefix = values.find(MQTT_IDENTITY_TOPIC_PREFIX);
    boolean apart =
        prefix == null
            || !values.isSet(MQTT_TOPIC_FILTER)
            || values.get(MQTT_TOPIC_FILTER).stream()
                .noneMatch(filter -> FilterOverlap.between(filter, prefix + '#'));
    values.require(
        apart,
        MQTT_TOPIC_FILTER,
        MQTT_IDENTITY_TOPIC_PREFIX,
        "matches topics below MQTT_IDENTITY_TOPIC_PREFIX, which would come twice",
        "filters that leave those out");
  }
}
