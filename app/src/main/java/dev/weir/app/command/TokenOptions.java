package dev.weir.app.command;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which token a new device gets, where it is not a random one. */
final class TokenOptions {

  @Option(
      names = "--token",
      paramLabel = "TOKEN",
      description = "This one. Others on this machine can see it while the command runs.")
  @Nullable String text;

  @Option(names = "--token-file", paramLabel = "FILE", description = "The one in a file.")
  @Nullable Path file;

  @Option(names = "--no-token", description = "None.")
  boolean none;

  NewToken token() {
    return none ? NewToken.NONE : NewToken.given(text, file);
  }
}
