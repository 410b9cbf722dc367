package dev.weir.chaos.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The table of a run, and its place in a document. */
public final class FaultTable {

  private static final String BEGIN = "<!-- made by ./weir chaos: begin -->\n";
  private static final String END = "<!-- made by ./weir chaos: end -->\n";

  private static final String HEADER =
      """
      | fault | messages | lost | doubled | altered | out of order | seconds to recover |
      | --- | ---: | ---: | ---: | ---: | ---: | ---: |
      """;

  private FaultTable() {}

  /** As Markdown, with the seed that makes the same again. */
  public static String of(List<FaultRow> rows, long seed) {
    StringBuilder table = new StringBuilder(HEADER);
    rows.forEach(row -> table.append(row.toMarkdown()));
    return table.append("\n`./weir chaos --seed ").append(seed).append("`\n").toString();
  }

  /**
   * Puts a table in the place of the former one.
   *
   * @throws IOException the document cannot be written, or has no place marked for a table
   */
  public static void put(Path document, String table) throws IOException {
    String text = Files.readString(document);
    int begin = text.indexOf(BEGIN);
    int end = text.indexOf(END);
    if (begin < 0 || end < begin) {
      throw new IOException(document + " has no place that is marked for the table of faults");
    }
    Files.writeString(
        document,
        text.substring(0, begin + BEGIN.length()) + '\n' + table + '\n' + text.substring(end));
  }
}
