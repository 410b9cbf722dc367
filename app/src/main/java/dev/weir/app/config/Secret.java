package dev.weir.app.config;

/**
 * A password, key or token. It prints as {@value #MASK}.
 *
 * @param reveal the text itself; empty where there is none
 */
public record Secret(String reveal) {

  public static final Secret NONE = new Secret("");

  static final String MASK = "***";

  @Override
  public String toString() {
    return reveal.isEmpty() ? "" : MASK;
  }
}
