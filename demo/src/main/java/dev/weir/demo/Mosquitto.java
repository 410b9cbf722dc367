package dev.weir.demo;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;

/** A Mosquitto on a free port of loopback, with one user, and queues as Weir wants them. */
final class Mosquitto implements AutoCloseable {

  private static final String USER = "weir";

  private final ServerProcess process;
  private final int port;
  private final String password;

  private Mosquitto(ServerProcess process, int port, String password) {
    this.process = process;
    this.port = port;
    this.password = password;
  }

  static Mosquitto start(Path binary, Path folder) throws IOException, InterruptedException {
    Files.createDirectories(folder);
    int port = ServerProcess.freePort();
    byte[] random = new byte[16];
    new SecureRandom().nextBytes(random);
    String password = HexFormat.of().formatHex(random);
    Path users = folder.resolve("users");
    Files.writeString(users, PasswordHash.line(USER, password) + "\n");
    Path config = folder.resolve("mosquitto.conf");
    Files.writeString(config, configuration(port, folder, users));
    ServerProcess process = ServerProcess.start(binary, config, () -> listens(port));
    return new Mosquitto(process, port, password);
  }

  /**
   * Queues without bound, for a bridge that is away is to find all that was acknowledged. Started
   * by root it would become a user who may not write into the folder.
   */
  private static String configuration(int port, Path folder, Path users) {
    return """
    %slistener %d 127.0.0.1
    allow_anonymous false
    password_file %s
    persistence true
    persistence_location %s/
    max_queued_messages 0
    max_inflight_messages 1000
    set_tcp_nodelay true
    """
        .formatted(
            "root".equals(System.getProperty("user.name")) ? "user root\n" : "",
            port,
            users,
            folder);
  }

  String url() {
    return "mqtt://" + USER + ':' + password + "@127.0.0.1:" + port;
  }

  @Override
  public void close() {
    process.close();
  }

  private static boolean listens(int port) {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return socket.isConnected();
    } catch (IOException notYet) {
      return false;
    }
  }
}
