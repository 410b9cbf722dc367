package dev.weir.app.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.app.command.Commands;
import dev.weir.app.command.Console;
import dev.weir.core.message.Subjects;
import dev.weir.testkit.TestDatabase;
import dev.weir.testkit.WeirProcess;
import dev.weir.testkit.nats.TestNats;
import io.nats.client.Connection;
import io.nats.client.JetStreamApiException;
import io.nats.client.JetStreamManagement;
import io.nats.client.Nats;
import io.nats.client.api.MessageInfo;
import io.nats.client.api.StreamConfiguration;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/** A database and a NATS server of a test's own. */
final class GatewayInstallation implements AutoCloseable {

  /** The default of TELEMETRY_PARTITIONS. */
  private static final int PARTITIONS = 4;

  final TestDatabase database = TestDatabase.create();
  final TestNats nats = TestNats.start();
  final Map<String, String> environment = new HashMap<>();

  GatewayInstallation() {
    environment.put("NATS_URL", nats.url());
    environment.put("DATABASE_URL", database.url());
    environment.put("TIMESCALE", "on");
    environment.put("LEASE_SECONDS", "3");
  }

  void migrate() {
    StringWriter output = new StringWriter();
    PrintWriter writer = new PrintWriter(output, true);
    int code = Commands.run(new Console(environment, writer, writer), "migrate");
    assertThat(code).as(output.toString()).isZero();
  }

  WeirProcess start(String roles) {
    return WeirProcess.start(environment, "serve", roles);
  }

  /** Tenant acme with a device for each flaw, tenant slow whose devices may never send. */
  void register() {
    database.execute(
        """
        insert into tenants (tenant_id) values ('acme'), ('slow');
        insert into subscriptions (tenant_id, subscription_id, status, term_end) values
          ('acme', 'suspended', 'SUSPENDED', null), ('acme', 'over', 'ACTIVE', '2020-01-01');
        insert into device_registry
          (tenant_id, device_id, site_id, status, provision_token_hash, subscription_id)
        select tenant, device, 's1', case device when 'revoked' then 'REVOKED' else 'ACTIVE' end,
          case device when 'tokenless' then null else encode(sha256('secret'), 'hex') end,
          case when device in ('suspended', 'over') then device end
        from (values ('acme', 'plain'), ('acme', 'other'), ('acme', 'revoked'),
          ('acme', 'tokenless'), ('acme', 'suspended'), ('acme', 'over'), ('slow', 'plain'))
          as d (tenant, device);
        insert into tenant_settings values ('slow', 'RATE_LIMIT_BURST', '0.001'),
          ('acme', 'RATE_LIMIT_RPS', '1000000'), ('acme', 'RATE_LIMIT_BURST', '1000000');
        """);
  }

  /** Messages that the streams ever had. */
  long published() throws IOException, InterruptedException, JetStreamApiException {
    Connection connection = Nats.connect(nats.url());
    try {
      JetStreamManagement streams = connection.jetStreamManagement();
      long published = 0;
      for (String name : streams.getStreamNames()) {
        published += streams.getStreamInfo(name).getStreamState().getLastSequence();
      }
      return published;
    } finally {
      connection.close();
    }
  }

  /** Shows the newest message of a device, as its stream has it. */
  void lastOf(String tenant, String device, Consumer<MessageInfo> look)
      throws IOException, InterruptedException, JetStreamApiException {
    Connection connection = Nats.connect(nats.url());
    try {
      int partition = Subjects.partition(tenant, device, PARTITIONS);
      look.accept(
          connection
              .jetStreamManagement()
              .getLastMessage(
                  Subjects.partitionStream(partition),
                  Subjects.telemetry(tenant, device, PARTITIONS)));
    } finally {
      connection.close();
    }
  }

  /** Lets every stream hold so many messages; −1 for as many as there is room for. */
  void limitStreams(long messages) throws IOException, InterruptedException, JetStreamApiException {
    Connection connection = Nats.connect(nats.url());
    try {
      JetStreamManagement streams = connection.jetStreamManagement();
      for (String name : streams.getStreamNames()) {
        StreamConfiguration now = streams.getStreamInfo(name).getConfiguration();
        streams.updateStream(StreamConfiguration.builder(now).maxMessages(messages).build());
      }
    } finally {
      connection.close();
    }
  }

  @Override
  public void close() {
    nats.close();
    database.close();
  }
}
