package dev.weir.fuzz;

import dev.weir.app.command.DeviceFileFuzz;
import dev.weir.jetstream.FrameFuzz;
import java.nio.file.Path;
import java.util.Locale;
import java.util.function.Consumer;

/** The parsers that are fuzzed. */
enum Target {
  NATIVE_BODY(NativeBodyFuzz.class, NativeBodyFuzz::fuzzerTestOneInput, 512),
  ENVELOPE_BODY(EnvelopeBodyFuzz.class, EnvelopeBodyFuzz::fuzzerTestOneInput, 512),
  TOPIC(TopicFuzz.class, TopicFuzz::fuzzerTestOneInput, 420),
  TIMESTAMP(TimestampFuzz.class, TimestampFuzz::fuzzerTestOneInput, 96),
  CONFIGURATION(ConfigurationFuzz.class, ConfigurationFuzz::fuzzerTestOneInput, 256),
  DEVICE_FILE(DeviceFileFuzz.class, DeviceFileFuzz::fuzzerTestOneInput, 256),
  FRAME(FrameFuzz.class, FrameFuzz::fuzzerTestOneInput, 512);

  private final Class<?> type;
  private final Consumer<byte[]> parser;
  private final int maxLength;

  Target(Class<?> type, Consumer<byte[]> parser, int maxLength) {
    this.type = type;
    this.parser = parser;
    this.maxLength = maxLength;
  }

  /** Throws whatever is wrong. */
  void run(byte[] input) {
    parser.accept(input);
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
