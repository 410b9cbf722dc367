package dev.weir.app.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/** The same rows for people and for programs. */
final class ListingTest {

  private final Listing rows =
      new Listing("tenant_id", "devices", "site").row("acme", 12, null).row("b", 3, "north \"1\"");

  @Test
  void aTable() {
    assertThat(printed(out -> rows.print(out, false)))
        .isEqualTo(
            """
            tenant_id  devices  site
            acme       12       -
            b          3        north "1"
            """);
    assertThat(printed(out -> new Listing("tenant_id").print(out, false))).isEqualTo("tenant_id\n");
  }

  @Test
  void aTableOfOne() {
    assertThat(printed(out -> rows.printSingle(out, false)))
        .isEqualTo(
            """
            tenant_id  acme
            devices    12
            site       -
            """);
  }

  @Test
  void json() {
    assertThat(JsonMapper.shared().readTree(printed(out -> rows.print(out, true))))
        .isEqualTo(
            JsonMapper.shared()
                .readTree(
                    """
                    [{"tenant_id": "acme", "devices": 12, "site": null},
                     {"tenant_id": "b", "devices": 3, "site": "north \\"1\\""}]
                    """));
    assertThat(printed(out -> rows.printSingle(out, true))).startsWith("{");
    assertThat(printed(out -> new Listing("x").print(out, true)).strip()).isEqualTo("[ ]");
  }

  private static String printed(Consumer<PrintWriter> printing) {
    StringWriter text = new StringWriter();
    PrintWriter out = new PrintWriter(text);
    printing.accept(out);
    out.flush();
    return text.toString();
  }
}
