package dev.weir.app.command;

import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** Which messages a route means, and where they go. */
final class RouteOptions {

  /** Stands for no filter of payloads. */
  static final String NONE = "none";

  @Option(
      names = "--topic-filter",
      paramLabel = "FILTER",
      description = "MQTT's: + for one level, # at the end for all; a new route has #.")
  @Nullable String topicFilter;

  @Option(
      names = "--payload-filter",
      paramLabel = "JSON",
      description =
          "Such as {\"temp_c\":{\"$$gt\":80},\"site_id\":\"s1\"}; " + NONE + " for any payload.")
  @Nullable String payloadFilter;

  @ArgGroup(exclusive = false, heading = "To a webhook:%n")
  WebhookOptions webhook = new WebhookOptions();

  @ArgGroup(exclusive = false, heading = "To a topic of MQTT:%n")
  RepublishOptions mqtt = new RepublishOptions();

  @Option(
      names = "--postgresql",
      description = "Nowhere but the database, where messages are anyway.")
  boolean postgresql;

  @Option(
      names = "--type",
      paramLabel = "TYPE",
      description = "webhook, mqtt_republish or postgresql, with --config.")
  @Nullable String type;

  @Option(
      names = "--config",
      paramLabel = "JSON|@FILE",
      description = "The destination as message_routes has it; it replaces all that was there.")
  @Nullable String config;

  /** A webhook. */
  static final class WebhookOptions {

    @Option(names = "--webhook", paramLabel = "URL", description = "http or https.")
    @Nullable String url;

    @Option(names = "--method", paramLabel = "METHOD", description = "POST if not given.")
    @Nullable String method;

    @Option(
        names = "--new-secret",
        description =
            "Sign with a new random secret, which is printed once; one that was there stays valid"
                + " beside it, as previous_secret.")
    boolean newSecret;

    @Option(
        names = "--secret-file",
        paramLabel = "FILE",
        description = "Sign with the secret in a file; one that was there likewise.")
    @Nullable String secretFile;

    @Option(
        names = "--no-previous-secret",
        description = "The previous secret is valid no more: receivers have the new one.")
    boolean noPreviousSecret;

    @Option(
        names = "--header",
        paramLabel = "'NAME: VALUE'",
        description = "A further header; may be repeated. All that were there are replaced.")
    List<String> headers = List.of();

    @Option(names = "--timeout-seconds", paramLabel = "S", description = "Of one attempt.")
    @Nullable Double timeoutSeconds;
  }

  /** A topic of a broker. */
  static final class RepublishOptions {

    @Option(
        names = "--mqtt",
        paramLabel = "TOPIC",
        description = "May hold {tenant_id}, {device_id} and {msg_type}.")
    @Nullable String topic;

    @Option(
        names = "--broker",
        paramLabel = "URL",
        description = "mqtt://host:port or mqtts://…; else the installation's own.")
    @Nullable String broker;

    @Option(names = "--username", paramLabel = "NAME", description = "Who logs in there.")
    @Nullable String username;

    @Option(names = "--password-file", paramLabel = "FILE", description = "With what.")
    @Nullable String passwordFile;
  }
}
