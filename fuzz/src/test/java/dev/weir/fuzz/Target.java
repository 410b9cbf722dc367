package dev.weir.fuzz;

import dev.weir.app.command.DeviceFileFuzz;
import dev.weir.jetstream.FrameFuzz;
import java.nio.file.Path;
import java.util.Locale;

/** The parsers that are fuzzed. */
enum Target {
  NATIVE_BODY(NativeBodyFuzz.class, 512),
  ENVELOPE_BODY(EnvelopeBodyFuzz.class, 512),
  TOPIC(TopicFuzz.class, 420),
  TIMESTAMP(TimestampFuzz.class, 96),
  CONFIGURATION(ConfigurationFuzz.class, 256),
  DEVICE_FILE(DeviceFileFuzz.class, 256),
  FRAME(FrameFuzz.class, 512),
  TOPIC_TEMPLATE(TopicTemplateFuzz.class, 256),
  TOPIC_FILTER(TopicFilterFuzz.class, 128),
  PAYLOAD_FILTER(PayloadFilterFuzz.class, 256),
  DESTINATION_CONFIG(DestinationConfigFuzz.class, 256);

  private final Class<?> type;
  private final int maxLength;

  Target(Class<?> type, int maxLength) {
    this.type = type;
    this.maxLength = maxLength;
  }

  /** Throws whatever is wrong. */
  void run(byte[] input) {
    switch (this) {
      case NATIVE_BODY -> NativeBodyFuzz.fuzzerTestOneInput(input);
      case ENVELOPE_BODY -> EnvelopeBodyFuzz.fuzzerTestOneInput(input);
      case TOPIC -> TopicFuzz.fuzzerTestOneInput(input);
      case TIMESTAMP -> TimestampFuzz.fuzzerTestOneInput(input);
      case CONFIGURATION -> ConfigurationFuzz.fuzzerTestOneInput(input);
      case DEVICE_FILE -> DeviceFileFuzz.fuzzerTestOneInput(input);
      case FRAME -> FrameFuzz.fuzzerTestOneInput(input);
      case TOPIC_TEMPLATE -> TopicTemplateFuzz.fuzzerTestOneInput(input);
      case TOPIC_FILTER -> TopicFilterFuzz.fuzzerTestOneInput(input);
      case PAYLOAD_FILTER -> PayloadFilterFuzz.fuzzerTestOneInput(input);
      case DESTINATION_CONFIG -> DestinationConfigFuzz.fuzzerTestOneInput(input);
    }
  }

  /** Whether its inputs hold JSON. */
  boolean isJson() {
    return this == NATIVE_BODY || this == ENVELOPE_BODY || this == PAYLOAD_FILTER;
  }

  /** What Jazzer calls it. */
  String className() {
    return type.getName();
  }

  /** Bytes of the longest input that is made up: what matters fits, and short ones are fast. */
  int maxLength() {
    return maxLength;
  }

  /** As it is called on a command line. */
  String title() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** The inputs that are kept, below the module's folder. */
  Path corpus(Path module) {
    return module.resolve("corpus").resolve(title());
  }
}
