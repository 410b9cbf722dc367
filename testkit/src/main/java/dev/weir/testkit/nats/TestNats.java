package dev.weir.testkit.nats;

/**
 * A real {@code nats-server} with JetStream on a free loopback port, with a store of its own. The
 * binary is the one that {@code WEIR_NATS_SERVER} names, else the first on the PATH.
 */
public final class TestNats implements NatsServers {

  private final NatsServerProcess server;

  private TestNats(NatsServerProcess server) {
    this.server = server;
  }

  /** Starts a server with room for 8 GiB in its streams, and waits until it answers. */
  public static TestNats start() {
    return start("");
  }

  /**
   * Starts a server with more in its configuration file.
   *
   * @param moreConfig in the server's own syntax, for instance {@code authorization { … }}
   */
  public static TestNats start(String moreConfig) {
    return start(8L << 30, moreConfig);
  }

  /**
   * Starts a server, and waits until it answers.
   *
   * @param maxFileStoreBytes what its streams may reserve together
   * @throws IllegalStateException there is no binary, or it does not start
   */
  public static TestNats start(long maxFileStoreBytes) {
    return start(maxFileStoreBytes, "");
  }

  private static TestNats start(long maxFileStoreBytes, String moreConfig) {
    int port = NatsServerProcess.freePorts(1).getFirst();
    NatsServerProcess server = new NatsServerProcess(port, maxFileStoreBytes, moreConfig);
    server.launch();
    return new TestNats(server);
  }

  public int port() {
    return server.port();
  }

  public long pid() {
    return server.pid();
  }

  @Override
  public String url() {
    return server.url();
  }

  /** Ends the server as a crash would: SIGKILL. */
  public void kill() {
    server.kill();
  }

  /** Ends the server in good order: SIGTERM. */
  public void stop() {
    server.stop();
  }

  /** Makes the server stand still: SIGSTOP. */
  public void pause() {
    server.signal("STOP");
  }

  /** SIGCONT. */
  public void resume() {
    server.signal("CONT");
  }

  /** Starts the server again on the same port and store; ends it first where it still runs. */
  public void restart() {
    server.stop();
    server.launch();
  }

  @Override
  public void close() {
    server.close();
  }
}
