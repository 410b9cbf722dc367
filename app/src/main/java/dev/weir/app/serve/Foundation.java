package dev.weir.app.serve;

import dev.weir.app.config.Configuration;
import dev.weir.app.metrics.ChangeMeters;
import dev.weir.app.metrics.Metrics;
import dev.weir.app.metrics.PoolMeters;
import dev.weir.core.change.ChangeListener;
import dev.weir.core.settings.LiveSettings;
import dev.weir.jetstream.NatsConnection;
import dev.weir.timescale.database.Database;
import dev.weir.timescale.notice.ChangeNotices;
import dev.weir.timescale.schema.SchemaVersion;
import dev.weir.timescale.settings.SettingsStore;
import org.jspecify.annotations.Nullable;

/** What all roles of a process stand on: the database, NATS, and what changes while they run. */
public final class Foundation implements AutoCloseable {

  private final String member = Member.name();
  private final Configuration configuration;
  private final Metrics metrics;
  private final Database database;
  private final NatsConnection nats;
  private final PolledSettings settings;
  private final LiveChanges changes;
  private final ChangeNotices notices;

  /** Makes it; connections are made in the background, as they are needed. */
  public Foundation(Configuration configuration, Metrics metrics) {
    this.configuration = configuration;
    this.metrics = metrics;
    database =
        new Database(configuration.database().toConfig(member, configuration.ingest().lease()));
    nats = NatsConnection.start(configuration.nats().toConfig(member));
    settings =
        new PolledSettings(
            new SettingsStore(database)::read, configuration.admission().settingsPoll());
    changes = new LiveChanges(settings::refresh);
    notices = new ChangeNotices(database, new ChangeMeters(metrics.registry(), changes));
    ChangeMeters.register(metrics.registry(), notices::isWorking);
    PoolMeters.register(
        metrics.registry(),
        () -> database.poolState().active(),
        () -> database.poolState().idle(),
        () -> database.poolState().waiting(),
        () -> database.poolState().max());
  }

  /** What this process calls itself among those that share the installation. */
  String member() {
    return member;
  }

  Configuration configuration() {
    return configuration;
  }

  Metrics metrics() {
    return metrics;
  }

  Database database() {
    return database;
  }

  NatsConnection nats() {
    return nats;
  }

  LiveSettings settings() {
    return settings;
  }

  /** Why the settings were never read; null where they were. */
  @Nullable String settingsProblem() {
    return settings.problem();
  }

  /** Tells somebody, from now on, of changes in the registry and of routes. */
  void onChange(ChangeListener listener) {
    changes.add(listener);
  }

  /**
   * Throws while the database cannot be worked with.
   *
   * @throws dev.weir.timescale.schema.SchemaException its schema is not this program's
   * @throws dev.weir.core.store.StoreException it cannot be asked
   */
  void check() {
    SchemaVersion.check(database.dataSource());
  }

  /** Begins to follow what changes, once {@link #check} passed. */
  void begin() {
    settings.start();
    notices.start();
  }

  /** Follows changes no more; when roles have stopped. */
  void stop() {
    notices.close();
    settings.close();
  }

  @Override
  public void close() {
    nats.close();
    database.close();
  }
}
