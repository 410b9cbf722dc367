package dev.weir.app.config;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The whole configuration, checked.
 *
 * @param shown every variable and its value in force, secrets masked, in the reference's order
 * @param warnings what is allowed and yet hardly meant
 */
public record Configuration(
    NatsSettings nats,
    DatabaseSettings database,
    AdmissionSettings admission,
    IngestSettings ingest,
    StreamSettings streams,
    StorageSettings storage,
    DeliverySettings delivery,
    MqttSettings mqtt,
    HttpSettings http,
    OperationSettings operation,
    Map<String, String> shown,
    List<String> warnings) {

  /** Every variable there is. */
  static final List<VariableGroup> GROUPS =
      List.of(
          NatsSettings.VARIABLES,
          DatabaseSettings.VARIABLES,
          AdmissionSettings.VARIABLES,
          IngestSettings.VARIABLES,
          StreamSettings.VARIABLES,
          StorageSettings.VARIABLES,
          DeliverySettings.VARIABLES,
          MqttSettings.VARIABLES,
          HttpSettings.VARIABLES,
          OperationSettings.VARIABLES);

  static final List<Variable<?>> VARIABLES =
      GROUPS.stream().<Variable<?>>flatMap(group -> group.variables().stream()).toList();

  public Configuration {
    shown = Collections.unmodifiableMap(new LinkedHashMap<>(shown)); // Map.copyOf loses the order
    warnings = List.copyOf(warnings);
  }

  /**
   * Reads the configuration.
   *
   * @param environment environment variables; those that are not Weir's are ignored
   * @throws ConfigurationException with everything that is wrong
   */
  public static Configuration from(Map<String, String> environment) throws ConfigurationException {
    Values values = new Values(VARIABLES, new VariableSource(environment));
    Configuration configuration = from(values);
    if (!values.problems().isEmpty()) {
      throw new ConfigurationException(values.problems());
    }
    return configuration;
  }

  private static Configuration from(Values values) {
    DatabaseSettings database = DatabaseSettings.from(values);
    IngestSettings ingest = IngestSettings.from(values);
    warnOfSmallPool(values, database, ingest);
    return new Configuration(
        NatsSettings.from(values),
        database,
        AdmissionSettings.from(values),
        ingest,
        StreamSettings.from(values),
        StorageSettings.from(values),
        DeliverySettings.from(values),
        MqttSettings.from(values),
        HttpSettings.from(values),
        OperationSettings.from(values),
        shown(values),
        values.warnings());
  }

  /**
   * A small pool is no error: lanes take turns at the connections, and slower is not wrong. Besides
   * one a worker there is one for the leases and one for everything else.
   */
  private static void warnOfSmallPool(
      Values values, DatabaseSettings database, IngestSettings ingest) {
    int wanted = ingest.workers() + 2;
    if (database.poolMax() < wanted) {
      values.warn(
          "PG_POOL_MAX is %d; with INGEST_WORKER_COUNT %d lanes wait for connections below %d"
              .formatted(database.poolMax(), ingest.workers(), wanted));
    }
  }

  private static Map<String, String> shown(Values values) {
    Map<String, String> shown = new LinkedHashMap<>();
    for (Variable<?> variable : VARIABLES) {
      shown.put(variable.name(), values.show(variable));
    }
    return shown;
  }
}
