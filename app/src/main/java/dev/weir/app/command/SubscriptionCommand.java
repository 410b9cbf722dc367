package dev.weir.app.command;

import dev.weir.app.config.ConfigurationException;
import dev.weir.timescale.admin.Subscription;
import dev.weir.timescale.admin.SubscriptionChange;
import dev.weir.timescale.admin.SubscriptionStatus;
import dev.weir.timescale.admin.SubscriptionStore;
import dev.weir.timescale.admin.SubscriptionType;
import dev.weir.timescale.database.Database;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code weir subscription}. */
@Command(
    name = "subscription",
    description = {
      "Add, list, show, change and remove subscriptions of tenants.",
      "A device that is attached to one may send while that is in force; a device without one is not"
          + " bound to any."
    })
final class SubscriptionCommand {

  private final Console console;

  SubscriptionCommand(Console console) {
    this.console = console;
  }

  @Command(description = "Add a subscription. Devices that name it already are counted.")
  void add(
      @Parameters(paramLabel = "TENANT") String tenant,
      @Parameters(paramLabel = "SUBSCRIPTION", arity = "0..1", description = "Else a random id.")
          @Nullable String id,
      @Mixin SubscriptionOptions options,
      @Option(names = "--json") boolean json)
      throws ConfigurationException {
    Subscription added = options.change().of(blank(tenant, id));
    if (added.endsBeforeItStarts()) {
      throw endsBeforeItStarts();
    }
    String name = name(tenant, added.subscriptionId());
    try (Database database = console.database()) {
      SubscriptionStore subscriptions = new SubscriptionStore(database);
      switch (subscriptions.add(added)) {
        case ADDED -> print(find(subscriptions, tenant, added.subscriptionId()), json);
        case PRESENT -> throw CommandException.failed(name + " is there already");
        case UNKNOWN_OWNER -> throw TenantCommand.unknown(tenant);
      }
    }
  }

  /** A new one of which nothing was said. */
  private static Subscription blank(String tenant, @Nullable String given) {
    String id = given == null ? UUID.randomUUID().toString() : given;
    return new Subscription(
        Identifiers.checked("TENANT", tenant, Identifiers.faultOfId(tenant)),
        Identifiers.checked("SUBSCRIPTION", id, Identifiers.faultOfSubscription(id)),
        SubscriptionType.MAIN,
        0,
        0,
        Moments.now(),
        null,
        SubscriptionStatus.ACTIVE);
  }

  @Command(description = "List subscriptions, of one tenant or of all.")
  void list(
      @Parameters(paramLabel = "TENANT", arity = "0..1") @Nullable String tenant,
      @Option(names = "--json") boolean json)
      throws ConfigurationException {
    try (Database database = console.database()) {
      listing(new SubscriptionStore(database).list(tenant)).print(console.out(), json);
    }
  }

  @Command(description = "Show a subscription, and whether it is in force now.")
  void show(
      @Parameters(paramLabel = "TENANT") String tenant,
      @Parameters(paramLabel = "SUBSCRIPTION") String id,
      @Option(names = "--json") boolean json)
      throws ConfigurationException {
    try (Database database = console.database()) {
      print(find(new SubscriptionStore(database), tenant, id), json);
    }
  }

  @Command(
      description =
          "Change a subscription. A limit below the devices that are attached keeps them, and"
              + " attaches no more.")
  void set(
      @Parameters(paramLabel = "TENANT") String tenant,
      @Parameters(paramLabel = "SUBSCRIPTION") String id,
      @Mixin SubscriptionOptions options,
      @Option(names = "--json") boolean json)
      throws ConfigurationException {
    SubscriptionChange change = options.change();
    if (change.equals(SubscriptionChange.NONE)) {
      throw CommandException.usage(
          "nothing to change: give --type, --limit, --start, --end or --status");
    }
    try (Database database = console.database()) {
      SubscriptionStore subscriptions = new SubscriptionStore(database);
      switch (subscriptions.set(tenant, id, change)) {
        case CHANGED -> print(find(subscriptions, tenant, id), json);
        case UNKNOWN -> throw unknown(tenant, id);
        case ENDS_BEFORE_IT_STARTS -> throw endsBeforeItStarts();
      }
    }
  }

  @Command(description = "Remove a subscription that no device is attached to.")
  void remove(
      @Parameters(paramLabel = "TENANT") String tenant,
      @Parameters(paramLabel = "SUBSCRIPTION") String id)
      throws ConfigurationException {
    try (Database database = console.database()) {
      switch (new SubscriptionStore(database).remove(tenant, id)) {
        case REMOVED -> console.out().println(name(tenant, id) + " is removed");
        case UNKNOWN -> throw unknown(tenant, id);
        case HAS_DEVICES ->
            throw CommandException.failed(
                name(tenant, id) + " has devices; detach them first: device set --subscription");
      }
    }
  }

  private void print(Subscription s, boolean json) throws ConfigurationException {
    listing(List.of(s)).printSingle(console.out(), json);
    if (s.activeDeviceCount() > s.deviceLimit()) {
      String name = name(s.tenantId(), s.subscriptionId());
      String counts = s.activeDeviceCount() + " of " + s.deviceLimit();
      console
          .err()
          .println("weir: " + name + " is over its limit: " + counts + "; it takes no device more");
    }
  }

  private Listing listing(List<Subscription> subscriptions) throws ConfigurationException {
    Duration grace = console.configuration().admission().subscriptionGrace();
    return SubscriptionListing.of(subscriptions, Moments.now(), grace);
  }

  private static Subscription find(SubscriptionStore subscriptions, String tenant, String id) {
    return subscriptions.find(tenant, id).orElseThrow(() -> unknown(tenant, id));
  }

  static CommandException unknown(String tenant, String id) {
    return CommandException.failed("there is no " + name(tenant, id));
  }

  private static CommandException endsBeforeItStarts() {
    return CommandException.usage("--end must be after the start of the term");
  }

  /** As it is called in what is told. */
  static String name(String tenant, String id) {
    return "subscription " + id + " of " + tenant;
  }
}
