package dev.weir.app.config;

/** {@code docs/configuration.md}, from the declarations. */
public final class ConfigurationReference {

  private static final String INTRODUCTION =
      """
      # Configuration

      Environment variables. One that is set to the empty text counts as not set. Every problem is
      reported at once, by name, with what would be right; the process then ends with 64. Secrets
      are masked wherever configuration is printed.

      A variable marked `_FILE` may hold a secret: instead of it, the same name with `_FILE` at its
      end may name a file that holds the text (UTF-8, line ends at its end are dropped). Both at
      once is an error.

      Live settings are not here: they are rows of the tables `app_settings` and `tenant_settings`.

      This page is made from the declarations in `app/src/main/java/dev/weir/app/config`; a test
      compares.
      """;

  private ConfigurationReference() {}

  public static String markdown() {
    StringBuilder out = new StringBuilder(INTRODUCTION);
    for (VariableGroup group : Configuration.GROUPS) {
      out.append("\n## ").append(group.title()).append("\n\n");
      out.append("| variable | default | must be | meaning |\n| --- | --- | --- | --- |\n");
      group.variables().forEach(variable -> row(out, variable));
    }
    return out.toString();
  }

  private static void row(StringBuilder out, Variable<?> variable) {
    out.append("| `").append(variable.name()).append('`');
    if (variable.secret()) {
      out.append(" `").append(Variable.FILE_SUFFIX).append('`');
    }
    String defaultText = variable.defaultText();
    out.append(" | ").append(defaultText.isEmpty() ? "empty" : '`' + defaultText + '`');
    out.append(" | ").append(variable.type().expected());
    out.append(" | ").append(variable.meaning()).append(" |\n");
  }
}
