package dev.weir.jetstream;

import java.nio.file.Path;

/** How a connection proves who it is. No secret shows in the text of any of them. */
public sealed interface NatsLogin {

  /** No proof: for servers that ask for none. */
  record Anonymous() implements NatsLogin {}

  /** A user's name and password. */
  record UserPassword(String user, String password) implements NatsLogin {
    @Override
    public String toString() {
      return "UserPassword[***]";
    }
  }

  /** A token shared by all clients. */
  record Token(String token) implements NatsLogin {
    @Override
    public String toString() {
      return "Token[***]";
    }
  }

  /**
   * A credentials file with a user's JWT and seed; it is read anew at every connect.
   *
   * @param path the file
   */
  record Credentials(Path path) implements NatsLogin {}
}
