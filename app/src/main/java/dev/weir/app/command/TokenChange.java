package dev.weir.app.command;

import picocli.CommandLine.Option;

/** Which token a device gets instead of its own. */
final class TokenChange extends GivenToken {

  @Option(names = "--new-token", description = "A random one, printed once.")
  boolean random;

  NewToken token() {
    return random ? NewToken.random() : NewToken.given(text, file);
  }
}
