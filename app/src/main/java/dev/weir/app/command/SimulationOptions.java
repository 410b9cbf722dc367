package dev.weir.app.command;

import dev.weir.app.simulate.Fleet;
import dev.weir.app.simulate.Mix;
import dev.weir.app.simulate.SimulationPlan;
import dev.weir.app.simulate.Transport;
import java.time.Duration;
import picocli.CommandLine.Option;

/** What a simulated fleet is like, and what it sends. */
final class SimulationOptions {

  private static final Duration SETTLE = Duration.ofSeconds(30);

  @Option(
      names = "--devices",
      paramLabel = "N",
      description = "Devices that send: ${DEFAULT-VALUE}.")
  int devices = 200;

  @Option(names = "--tenants", paramLabel = "N", description = "Their tenants: ${DEFAULT-VALUE}.")
  int tenants = 5;

  @Option(
      names = "--rate",
      paramLabel = "N",
      description = "Messages a second, 0 for as fast as possible: ${DEFAULT-VALUE}.")
  double rate = 500;

  @Option(
      names = "--messages",
      paramLabel = "N",
      description = "Messages in all, 0 for no bound: ${DEFAULT-VALUE}.")
  long messages;

  @Option(
      names = "--seconds",
      paramLabel = "N",
      description = "Time in all, 0 for no bound: ${DEFAULT-VALUE}.")
  long seconds = 30;

  @Option(
      names = "--native",
      paramLabel = "SHARE",
      description =
          "With --nats: share of the native form, the rest are envelopes: ${DEFAULT-VALUE}.")
  double nativeShare = 0.5;

  @Option(
      names = "--bad",
      paramLabel = "SHARE",
      description =
          "Share that is refused, every reason alike that can travel that way: ${DEFAULT-VALUE}.")
  double bad;

  @Option(
      names = "--duplicates",
      paramLabel = "SHARE",
      description = "Share that repeats a reading: ${DEFAULT-VALUE}.")
  double duplicates;

  @Option(
      names = "--prefix",
      paramLabel = "TEXT",
      description = "What the ids of the tenants begin with: ${DEFAULT-VALUE}.")
  String prefix = "simulated";

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "The same seed makes the same messages. Chosen anew by default.")
  long seed = System.nanoTime();

  /**
   * Every run's, whatever its messages: new tokens for devices of an earlier run would be refused
   * for as long as ingest processes remember the old ones.
   */
  private static final long FLEET_SEED = 1;

  SimulationPlan plan() {
    require(messages > 0 || seconds > 0, "one of --messages and --seconds must bound it");
    require(rate >= 0 && rate <= 10_000_000, "--rate must be from 0 to 10000000");
    require(seconds >= 0 && seconds <= 31_536_000, "--seconds must be from 0 to 31536000");
    require(messages >= 0, "--messages must be 0 or more");
    return new SimulationPlan(rate, messages, Duration.ofSeconds(seconds), SETTLE);
  }

  Mix mix(Transport transport) {
    require(nativeShare >= 0 && nativeShare <= 1, "--native must be from 0 to 1");
    require(
        bad >= 0 && duplicates >= 0 && bad + duplicates <= 0.9,
        "--bad and --duplicates must be 0 or more, and 0.9 together at the most");
    return transport == Transport.NATS
        ? Mix.evenlyBad(nativeShare, duplicates, bad)
        : Mix.evenlyBad(transport, duplicates, bad);
  }

  Fleet fleet() {
    require(tenants >= 1 && tenants <= devices, "--tenants must be from 1 to --devices");
    require(devices <= 1_000_000, "--devices must be 1000000 at the most");
    Identifiers.checked("--prefix", prefix, Identifiers.faultOfId(prefix + "-1000000"));
    return new Fleet(FLEET_SEED, prefix, tenants, devices);
  }

  private static void require(boolean holds, String message) {
    if (!holds) {
      throw CommandException.usage(message);
    }
  }
}
