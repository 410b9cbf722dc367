package dev.weir.app.command;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.HexFormat;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import javax.naming.ldap.Rdn;

/** What a certificate's file says of it: the first certificate of a PEM file, or that of a DER. */
final class CertificateFile {

  private static final int MAX_BYTES = 1_000_000;

  private CertificateFile() {}

  /**
   * Reads a file.
   *
   * @throws CommandException it cannot be read, or is none; nothing of it is quoted, a key may be
   *     in it
   */
  static CertificateFacts read(Path file) {
    try {
      CertificateFactory factory = CertificateFactory.getInstance("X.509");
      InputStream bytes = new ByteArrayInputStream(contents(file));
      if (factory.generateCertificate(bytes) instanceof X509Certificate certificate) {
        return facts(certificate);
      }
    } catch (CertificateException e) {
      // said below
    }
    throw CommandException.failed(file + " holds no X.509 certificate, neither PEM nor DER");
  }

  private static byte[] contents(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(MAX_BYTES + 1);
      if (bytes.length > MAX_BYTES) {
        throw CommandException.failed(file + " has more than " + MAX_BYTES + " bytes");
      }
      return bytes;
    } catch (IOException e) {
      throw CommandException.failed("cannot read " + file);
    }
  }

  private static CertificateFacts facts(X509Certificate certificate) throws CertificateException {
    return new CertificateFacts(
        HexFormat.of().formatHex(sha256(certificate.getEncoded())),
        commonName(certificate),
        certificate.getNotBefore().toInstant(),
        certificate.getNotAfter().toInstant());
  }

  private static byte[] sha256(byte[] der) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(der);
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every JDK has SHA-256", e);
    }
  }

  /** The subject's; empty where it has none. The most particular name stands last. */
  private static String commonName(X509Certificate certificate) throws CertificateException {
    try {
      String commonName = "";
      for (Rdn part : new LdapName(certificate.getSubjectX500Principal().getName()).getRdns()) {
        if (part.getType().equalsIgnoreCase("CN")) {
          commonName = String.valueOf(part.getValue());
        }
      }
      return CertificateFacts.printable(commonName);
    } catch (InvalidNameException e) {
      throw new CertificateException(e);
    }
  }
}
