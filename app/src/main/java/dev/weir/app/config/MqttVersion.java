package dev.weir.app.config;

/** What the bridge speaks with the broker. */
public enum MqttVersion {
  V5("5"),
  V3_1_1("3.1.1");

  private final String text;

  MqttVersion(String text) {
    this.text = text;
  }

  @Override
  public String toString() {
    return text;
  }
}
