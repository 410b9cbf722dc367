package dev.weir.app.command;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** A provision token that the user names: as it is, or by the file that holds it. */
class GivenToken {

  @Option(
      names = "--token",
      paramLabel = "TOKEN",
      description = "This one. Others on this machine can see it while the command runs.")
  @Nullable String text;

  @Option(names = "--token-file", paramLabel = "FILE", description = "The one in a file.")
  @Nullable Path file;
}
