package dev.weir.app.config;

/**
 * A fault of the configuration.
 *
 * @param variable the one to change
 * @param fault what is wrong with it; holds no secret
 * @param expected what would be right
 */
public record Problem(String variable, String fault, String expected) {

  @Override
  public String toString() {
    return variable + ' ' + fault + "; must be " + expected;
  }
}
