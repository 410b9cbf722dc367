package dev.weir.benchmarks;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What every benchmark is told: how much it measures, and where its result goes. */
public final class ResultOptions {

  @Option(names = "--quick", description = "less of everything; takes a third of the time, or less")
  private boolean quick;

  @Option(
      names = "--results",
      paramLabel = "FOLDER",
      required = true,
      description = "where the result is written")
  private Path folder = Path.of("");

  @Option(
      names = "--name",
      paramLabel = "NAME",
      description = {
        "of the result's files. Without one the result of a usual run has the usual name,",
        "and that of any other, as with --quick, is not written"
      })
  private @Nullable String name;

  /** Whether less is to be measured. */
  public boolean isQuick() {
    return quick;
  }

  /** Where the result goes; it is in the checkout. */
  public Path folder() {
    return folder;
  }

  /** What the result is called. */
  public String title(String usual) {
    return name == null ? usual : name;
  }

  /**
   * The name of the files to write; null where the result is not to be kept.
   *
   * @param whole whether all was measured that is measured usually
   */
  public @Nullable String kept(String usual, boolean whole) {
    return name == null && (quick || !whole) ? null : title(usual);
  }
}
