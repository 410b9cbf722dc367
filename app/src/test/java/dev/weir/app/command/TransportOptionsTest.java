package dev.weir.app.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.app.simulate.Transport;
import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.ParameterException;

final class TransportOptionsTest {

  @Command
  private static final class Line {
    @Mixin TransportOptions options = new TransportOptions();
  }

  @Test
  void eachWayIsATransport() {
    assertThat(parse("--nats").transport()).isEqualTo(Transport.NATS);
    assertThat(parse("--mqtt --connections 3").transport()).isEqualTo(Transport.MQTT);
    assertThat(parse("--http").transport()).isEqualTo(Transport.HTTP);
    assertThat(parse("--http --batch 100").transport()).isEqualTo(Transport.HTTP_BATCH);
  }

  @Test
  void theGatewayIsOnThisMachineUnlessItIsNamed() {
    assertThat(parse("--http").gateway(8081)).isEqualTo(URI.create("http://127.0.0.1:8081"));
    assertThat(parse("--http --url https://weir.example").gateway(8081))
        .isEqualTo(URI.create("https://weir.example"));
    assertThatThrownBy(() -> parse("--http --url weir.example").gateway(8081))
        .isInstanceOf(CommandException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "--nats --mqtt", "--mqtt --http"})
  void exactlyOneWayIsTaken(String arguments) {
    assertThatThrownBy(() -> parse(arguments)).isInstanceOf(ParameterException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--http --batch 0",
        "--http --batch 101",
        "--nats --batch 2",
        "--mqtt --url http://127.0.0.1:8080",
        "--mqtt --connections 0"
      })
  void whatMakesNoSenseIsSaid(String arguments) {
    TransportOptions options = parse(arguments);

    assertThatThrownBy(options::transport)
        .isInstanceOf(CommandException.class)
        .hasMessageStartingWith("--");
  }

  private static TransportOptions parse(String arguments) {
    Line line = new Line();
    new CommandLine(line).parseArgs(arguments.isEmpty() ? new String[0] : arguments.split(" "));
    return line.options;
  }
}
