package dev.weir.app.command;

import java.nio.file.Path;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** Which certificate: said in words, or by its file. */
final class CertificateOptions {

  /** A certificate in words. */
  static final class Words {

    @Option(
        names = "--fingerprint",
        paramLabel = "HEX",
        required = true,
        description = "SHA-256 of the whole certificate, 64 hex digits, colons allowed.")
    String fingerprint = "";

    @Option(names = "--common-name", paramLabel = "NAME", description = "Of its subject.")
    String commonName = "";

    @Option(
        names = "--not-before",
        paramLabel = "TIME",
        description = "From when it counts, a date (midnight in UTC) or an instant; else from now.")
    @Nullable String notBefore;

    @Option(
        names = "--not-after",
        paramLabel = "TIME",
        description = "Until when, likewise; else for ever.")
    @Nullable String notAfter;
  }

  @ArgGroup(exclusive = false)
  @Nullable Words words;

  @Option(
      names = "--file",
      paramLabel = "cert.pem",
      description = "The certificate itself: its fingerprint, name and dates are taken from it.")
  @Nullable Path file;

  /**
   * What was said.
   *
   * @throws CommandException something is wrong with it
   */
  CertificateFacts facts() {
    return file != null ? CertificateFile.read(file) : facts(Objects.requireNonNull(words));
  }

  private static CertificateFacts facts(Words words) {
    String fingerprint = Fingerprints.read("--fingerprint", words.fingerprint);
    Instant given = Moments.read("--not-before", words.notBefore);
    Instant notBefore = given == null ? Moments.now() : given;
    Instant notAfter = Moments.read("--not-after", words.notAfter);
    if (notAfter != null && notAfter.isBefore(notBefore)) {
      throw CommandException.usage(
          "--not-after must not be before --not-before, which is now else");
    }
    return new CertificateFacts(
        fingerprint, CertificateFacts.printable(words.commonName), notBefore, notAfter);
  }
}
