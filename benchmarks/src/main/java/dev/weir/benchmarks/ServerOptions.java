package dev.weir.benchmarks;

import java.io.IOException;
import picocli.CommandLine.Option;

/** Which servers are measured on. */
public final class ServerOptions {

  @Option(
      names = "--no-stack",
      description = {
        "on the servers that DATABASE_URL and NATS_URL name; the result is then only",
        "written under a --name"
      })
  private boolean noStack;

  /** Whether the servers are of a stack that was made for the run. */
  public boolean isOwnStack() {
    return !noStack;
  }

  /** The servers. */
  public Servers servers() throws IOException {
    return noStack ? Servers.ofEnvironment() : Servers.ofStack();
  }
}
