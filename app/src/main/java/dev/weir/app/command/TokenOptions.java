package dev.weir.app.command;

import picocli.CommandLine.Option;

/** Which token a new device gets, where it is not a random one. */
final class TokenOptions extends GivenToken {

  @Option(names = "--no-token", description = "None.")
  boolean none;

  NewToken token() {
    return none ? NewToken.NONE : NewToken.given(text, file);
  }
}
