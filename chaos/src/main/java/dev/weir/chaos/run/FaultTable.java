package dev.weir.chaos.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The table of a run, and its place in a document.
 *
 * @param command that makes it; the place is marked with it
 */
public record FaultTable(String command) {

  private static final String HEADER =
      """
      | fault | messages | lost | doubled | altered | out of order | seconds to recover |
      | --- | ---: | ---: | ---: | ---: | ---: | ---: |
      """;

  /** As Markdown, with the seed that makes the same again. */
  public String of(List<FaultRow> rows, long seed) {
    StringBuilder table = new StringBuilder(HEADER);
    rows.forEach(row -> table.append(row.toMarkdown()));
    return table.append("\n`%s --seed %d`\n".formatted(command, seed)).toString();
  }

  /** Whether a document has a place that is marked for the table. */
  public boolean hasPlace(Path document) throws IOException {
    String text = Files.readString(document);
    int begin = text.indexOf(mark("begin"));
    return begin >= 0 && text.indexOf(mark("end")) > begin;
  }

  /** Puts a table in the place of the former one. */
  public void put(Path document, String table) throws IOException {
    String text = Files.readString(document);
    int begin = text.indexOf(mark("begin")) + mark("begin").length();
    int end = text.indexOf(mark("end"));
    Files.writeString(
        document, text.substring(0, begin) + '\n' + table + '\n' + text.substring(end));
  }

  private String mark(String which) {
    return "<!-- made by %s: %s -->\n".formatted(command, which);
  }
}
