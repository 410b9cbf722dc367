package dev.weir.app.command;

import dev.weir.app.config.ConfigurationException;
import dev.weir.core.delivery.RouteDefinition;
import dev.weir.timescale.admin.RouteStore;
import dev.weir.timescale.database.Database;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code weir route}. */
@Command(
    name = "route",
    description = {
      "Add, list, show, change, test and remove routes: which messages of a tenant are brought"
          + " where, besides being stored.",
      "Changes are in force within a second."
    })
final class RouteCommand {

  private final Console console;

  RouteCommand(Console console) {
    this.console = console;
  }

  @Command(description = "Add a route.")
  void add(
      @Parameters(paramLabel = "TENANT") String tenant,
      @Parameters(paramLabel = "NAME") String name,
      @Mixin RouteOptions options,
      @Option(names = "--disabled", description = "It is not in force yet.") boolean disabled,
      @Option(names = "--json") boolean json)
      throws ConfigurationException {
    Identifiers.checked("TENANT", tenant, Identifiers.faultOfId(tenant));
    DestinationDraft draft = DestinationDraft.empty().apply(options);
    RouteDefinition blank =
        new RouteDefinition(0, tenant, name, "#", draft.type(), draft.config(), null, !disabled);
    RouteDefinition route = RouteCheck.checked(with(blank, options, draft), identityTopicPrefix());
    warn(route);
    try (Database database = console.database()) {
      RouteDefinition added =
          new RouteStore(database).add(route).orElseThrow(() -> TenantCommand.unknown(tenant));
      print(added, draft.madeSecret(), json);
    }
  }

  @Command(description = "List routes, of one tenant or of all.")
  void list(
      @Parameters(paramLabel = "TENANT", arity = "0..1") @Nullable String tenant,
      @Option(names = "--json") boolean json)
      throws ConfigurationException {
    try (Database database = console.database()) {
      RouteListing.of(new RouteStore(database).list(tenant), json).print(console.out(), json);
    }
  }

  @Command(description = "Show a route.")
  void show(@Parameters(paramLabel = "ID") long id, @Option(names = "--json") boolean json)
      throws ConfigurationException {
    try (Database database = console.database()) {
      print(find(new RouteStore(database), id), null, json);
    }
  }

  @Command(
      description = {
        "Change a route; what is not named stays.",
        "Another kind of destination begins with nothing of the former one."
      })
  void set(
      @Parameters(paramLabel = "ID") long id,
      @Option(names = "--name", paramLabel = "NAME") @Nullable String name,
      @Mixin RouteOptions options,
      @Option(names = "--json") boolean json)
      throws ConfigurationException {
    String prefix = identityTopicPrefix();
    try (Database database = console.database()) {
      RouteStore routes = new RouteStore(database);
      @Nullable String[] secret = new @Nullable String[1];
      RouteDefinition changed =
          routes
              .change(
                  id,
                  route -> {
                    DestinationDraft draft =
                        DestinationDraft.of(route.destinationType(), route.destinationConfig())
                            .apply(options);
                    secret[0] = draft.madeSecret();
                    RouteDefinition named = name == null ? route : named(route, name);
                    return RouteCheck.checked(with(named, options, draft), prefix);
                  })
              .orElseThrow(() -> unknown(id));
      warn(changed);
      print(changed, secret[0], json);
    }
  }

  @Command(description = "Put routes in force.")
  void enable(@Parameters(paramLabel = "ID", arity = "1..*") List<Long> ids)
      throws ConfigurationException {
    setEnabled(ids, true);
  }

  @Command(description = "Put routes out of force. Jobs that wait are dropped, not delivered.")
  void disable(@Parameters(paramLabel = "ID", arity = "1..*") List<Long> ids)
      throws ConfigurationException {
    setEnabled(ids, false);
  }

  @Command(
      description =
          "Remove routes. Jobs that wait are dropped; dead letters stay, and cannot be replayed.")
  void remove(@Parameters(paramLabel = "ID", arity = "1..*") List<Long> ids)
      throws ConfigurationException {
    try (Database database = console.database()) {
      RouteStore routes = new RouteStore(database);
      for (long id : ids) {
        if (!routes.remove(id)) {
          throw unknown(id);
        }
        console.out().println("route " + id + " is removed");
      }
    }
  }

  @Command(
      description = {
        "Say whether a route means a message, and with --send deliver it once.",
        "Ends with 1 if it does not, or was not delivered."
      })
  int test(
      @Parameters(paramLabel = "ID") long id,
      @Option(
              names = "--topic",
              paramLabel = "TOPIC",
              required = true,
              description = "tenant/{tenant_id}/device/{device_id}/{msg_type}")
          String topic,
      @Option(
              names = "--payload",
              paramLabel = "JSON|@FILE|-",
              defaultValue = "{}",
              description = "The message; - reads it from standard input.")
          String payload,
      @Option(names = "--send", description = "Deliver it, whether or not it matches.")
          boolean send,
      @Option(names = "--json") boolean json)
      throws ConfigurationException, InterruptedException {
    RouteDefinition route;
    try (Database database = console.database()) {
      route = find(new RouteStore(database), id);
    }
    return new RouteTest(console, route).run(topic, payload, send, json);
  }

  private void setEnabled(List<Long> ids, boolean enabled) throws ConfigurationException {
    try (Database database = console.database()) {
      RouteStore routes = new RouteStore(database);
      for (long id : ids) {
        var _ =
            routes
                .change(
                    id,
                    r ->
                        new RouteDefinition(
                            r.id(),
                            r.tenantId(),
                            r.name(),
                            r.topicFilter(),
                            r.destinationType(),
                            r.destinationConfig(),
                            r.payloadFilter(),
                            enabled))
                .orElseThrow(() -> unknown(id));
        console.out().println("route " + id + (enabled ? " is enabled" : " is disabled"));
      }
    }
  }

  private static RouteDefinition named(RouteDefinition r, String name) {
    return new RouteDefinition(
        r.id(),
        r.tenantId(),
        name,
        r.topicFilter(),
        r.destinationType(),
        r.destinationConfig(),
        r.payloadFilter(),
        r.enabled());
  }

  private static RouteDefinition with(
      RouteDefinition r, RouteOptions options, DestinationDraft draft) {
    String filter = options.payloadFilter == null ? r.payloadFilter() : options.payloadFilter;
    return new RouteDefinition(
        r.id(),
        r.tenantId(),
        r.name(),
        options.topicFilter == null ? r.topicFilter() : options.topicFilter,
        draft.type(),
        draft.config(),
        RouteOptions.NONE.equals(filter) ? null : filter,
        r.enabled());
  }

  private @Nullable String identityTopicPrefix() throws ConfigurationException {
    return console.configuration().mqtt().bridge().identityTopicPrefix();
  }

  private void warn(RouteDefinition route) throws ConfigurationException {
    RouteWarnings.of(route, console.configuration())
        .forEach(warning -> console.err().println("weir: " + warning));
  }

  private void print(RouteDefinition route, @Nullable String secret, boolean json) {
    Listing listing = RouteListing.of(List.of(route), json);
    (secret == null ? listing : listing.with("secret", secret)).printSingle(console.out(), json);
  }

  private static RouteDefinition find(RouteStore routes, long id) {
    return routes.find(id).orElseThrow(() -> unknown(id));
  }

  private static CommandException unknown(long id) {
    return CommandException.failed("there is no route " + id);
  }
}
