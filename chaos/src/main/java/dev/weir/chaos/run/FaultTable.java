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

  /** Whether a document has a place that is marked for a table. */
  public static boolean hasPlace(Path document) throws IOException {
    String text = Files.readString(document);
    int begin = text.indexOf(BEGIN);
    return begin >= 0 && text.indexOf(END) > begin;
  }

  /** Puts a table in the place of the former one. */
  public static void put(Path document, String table) throws IOException {
    String text = Files.readString(document);
    int begin = text.indexOf(BEGIN);
    int end = text.indexOf(END);
    Files.writeString(
        document,
        text.substring(0, begin + BEGIN.length()) + '\n' + table + '\n' + text.substring(end));
  }
}
