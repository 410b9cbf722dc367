package dev.weir.app.command;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which token a device gets instead of its own. */
final class TokenChange {

  @Option(
      names = "--token",
      paramLabel = "TOKEN",
      description = "This one. Others on this machine can see it while the command runs.")
  @Nullable String text;

  @Option(names = "--token-file", paramLabel = "FILE", description = "The one in a file.")
  @Nullable Path file;

  @Option(names = "--new-token", description = "A random one, printed once.")
  boolean random;

  NewToken token() {
    return random ? NewToken.random() : NewToken.given(text, file);
  }
}
