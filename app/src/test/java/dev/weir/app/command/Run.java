package dev.weir.app.command;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A command that was run in this process: what it ended with, and what it printed. */
record Run(int exitCode, String out, String err) {

  static Run of(Map<String, String> environment, String... args) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    Console console = new Console(environment, new PrintWriter(out), new PrintWriter(err));
    int exitCode = Commands.run(console, args);
    console.out().flush();
    console.err().flush();
    return new Run(exitCode, out.toString(), err.toString());
  }

  JsonNode json() {
    return JsonMapper.shared().readTree(out);
  }
}
