package dev.weir.app.serve;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;

/** What this process calls itself among those that share an installation. */
final class Member {

  private static final int MAX_HOST_LENGTH = 32;

  private Member() {}

  /**
   * A name that tells people which process it is, and that no other ever has: containers have the
   * same process number, machines the same name.
   */
  static String name() {
    String random = HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextInt());
    return "weir-" + host() + '-' + ProcessHandle.current().pid() + '-' + random;
  }

  private static String host() {
    try {
      String host = InetAddress.getLocalHost().getHostName().replaceAll("[^A-Za-z0-9-]", "-");
      return host.substring(0, Math.min(MAX_HOST_LENGTH, host.length()));
    } catch (UnknownHostException e) {
      return "unknown";
    }
  }
}
