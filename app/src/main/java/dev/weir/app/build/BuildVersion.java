package dev.weir.app.build;

/** The version of this program, as its jar says. */
public final class BuildVersion {

  private static final String UNPACKED = "development";

  private BuildVersion() {}

  public static String current() {
    String version = BuildVersion.class.getPackage().getImplementationVersion();
    return version == null ? UNPACKED : version;
  }
}
