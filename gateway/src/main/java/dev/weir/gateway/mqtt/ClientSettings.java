package dev.weir.gateway.mqtt;

import com.hivemq.client.mqtt.MqttClientExecutorConfig;
import com.hivemq.client.mqtt.MqttClientSslConfig;
import com.hivemq.client.mqtt.MqttClientTransportConfig;
import io.reactivex.schedulers.Schedulers;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/** What clients of either version are made with. */
final class ClientSettings {

  private static final long CONNECT_SECONDS = 10;

  private ClientSettings() {}

  static MqttClientTransportConfig transport(BrokerConfig config) {
    var transport =
        MqttClientTransportConfig.builder()
            .serverHost(config.host())
            .serverPort(config.port())
            .socketConnectTimeout(CONNECT_SECONDS, TimeUnit.SECONDS)
            .mqttConnectTimeout(CONNECT_SECONDS, TimeUnit.SECONDS);
    BrokerTls tls = config.tls();
    if (tls != null) {
      // without a verifier of ours the JDK's holds the broker's certificate against its name
      transport =
          transport.sslConfig(
              MqttClientSslConfig.builder()
                  .keyManagerFactory(tls.keys())
                  .trustManagerFactory(tls.trust())
                  .build());
    }
    return transport.build();
  }

  /**
   * A thread for each client, which ends with it: in a shared one the client would leave a task
   * behind that remembers all of it until the session expires. Messages are handed over there.
   */
  static MqttClientExecutorConfig executors() {
    Executor own = task -> Thread.ofPlatform().daemon().name("bridge-mqtt").start(task);
    return MqttClientExecutorConfig.builder()
        .nettyExecutor(own)
        .nettyThreads(1)
        .applicationScheduler(Schedulers.from(Runnable::run))
        .build();
  }
}
