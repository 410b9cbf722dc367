package dev.weir.app.simulate;

/** The envelope form: a JSON object that holds topic and payload. */
final class Envelopes {

  private Envelopes() {}

  /** Wraps a payload, as an object or as a string that holds it. */
  static String wrap(String topic, String payload, boolean asString) {
    return "{\"topic\":"
        + Payload.quote(topic)
        + ",\"broker\":\"simulated\",\"payload\":"
        + (asString ? Payload.quote(payload) : payload)
        + '}';
  }
}
