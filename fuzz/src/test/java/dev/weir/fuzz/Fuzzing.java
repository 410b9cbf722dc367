package dev.weir.fuzz;

import com.code_intelligence.jazzer.Jazzer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Fuzzes one target with Jazzer, in a process of its own, which ends with 0 if nothing is found.
 */
public final class Fuzzing {

  private Fuzzing() {}

  /**
   * Arguments are the target's title, the module's folder, a folder for what is found on the way,
   * and libFuzzer's options.
   */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    List<String> more = Arrays.asList(arguments).subList(3, arguments.length);
    Path module = Path.of(arguments[1]).toAbsolutePath();
    Path work = Path.of(arguments[2]).toAbsolutePath();
    Jazzer.main(options(target(arguments[0]), module, work, more).toArray(String[]::new));
  }

  private static List<String> options(Target target, Path module, Path work, List<String> more)
      throws IOException {
    Path found = Files.createDirectories(work.resolve(target.title()));
    List<String> options =
        new ArrayList<>(
            List.of(
                "--target_class=" + target.className(),
                "--instrumentation_includes=dev.weir.**",
                // An array of bytes needs no structure put into it, and that costs time.
                "--mutator_framework=false",
                // Secrets are read from whatever file the configuration names.
                "--disabled_hooks=com.code_intelligence.jazzer.sanitizers.FilePathTraversal",
                "--reproducer_path=" + work,
                "-artifact_prefix=" + work + '/' + target.title() + '-',
                "-max_len=" + target.maxLength(),
                "-timeout=10",
                "-print_final_stats=1"));
    if (target.isJson()) {
      options.add("-dict=" + module.resolve("json.dict"));
    }
    options.addAll(more);
    options.add(found.toString());
    options.add(target.corpus(module).toString());
    return options;
  }

  private static Target target(String title) {
    return Arrays.stream(Target.values())
        .filter(target -> target.title().equals(title))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no target is called so"));
  }
}
