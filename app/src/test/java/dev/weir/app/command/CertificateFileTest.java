package dev.weir.app.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A certificate that keytool made, and what openssl says of it. */
final class CertificateFileTest {

  static final Path FILE = Path.of("src", "test", "resources", "certificates", "pump-1.pem");

  static final CertificateFacts FACTS =
      new CertificateFacts(
          "f6827b021ef3fe1d76ada919b3b210f1b2f4878f6f3cdaa1aa22778c6778f0c0",
          "pump-1",
          Instant.parse("2020-01-01T00:00:00Z"),
          Instant.parse("2119-12-08T00:00:00Z"));

  @TempDir private Path folder;

  @Test
  void aPemFileWithTextAroundAndACertificateAfter() throws IOException {
    String pem = Files.readString(FILE);
    assertThat(CertificateFile.read(FILE)).isEqualTo(FACTS);
    assertThat(CertificateFile.read(write("subject=CN = pump-1\n" + pem + pem))).isEqualTo(FACTS);
  }

  @Test
  void aDerFile() throws IOException {
    String base64 = Files.readString(FILE).replaceAll("-----[A-Z ]+-----|\\s", "");
    Path der = Files.write(folder.resolve("der"), Base64.getDecoder().decode(base64));
    assertThat(CertificateFile.read(der)).isEqualTo(FACTS);
  }

  @Test
  void whatIsNoneIsRefusedAndNotQuoted() throws IOException {
    String key = "-----BEGIN PRIVATE KEY-----\nc2VjcmV0\n-----END PRIVATE KEY-----\n";
    String broken = Files.readString(FILE).replace("MII", "MIJ");
    for (String text : new String[] {"", "c2VjcmV0", key, broken}) {
      Path file = write(text);
      assertThatThrownBy(() -> CertificateFile.read(file))
          .isInstanceOf(CommandException.class)
          .hasMessage(file + " holds no X.509 certificate, neither PEM nor DER");
    }
    assertThatThrownBy(() -> CertificateFile.read(folder.resolve("none")))
        .isInstanceOf(CommandException.class)
        .hasMessageStartingWith("cannot read ");
    Path large = write("x".repeat(1_000_001));
    assertThatThrownBy(() -> CertificateFile.read(large)).hasMessageContaining("1000000 bytes");
  }

  @Test
  void aNameIsCutAndMadePrintable() {
    assertThat(CertificateFacts.printable("a\u001b[31m\u202eb\n")).isEqualTo("a?[31m?b?");
    assertThat(CertificateFacts.printable("x".repeat(300))).hasSize(256);
  }

  private Path write(String text) throws IOException {
    return Files.writeString(folder.resolve("file"), text);
  }
}
