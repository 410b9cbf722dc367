package dev.weir.app.command;

import dev.weir.app.config.ConfigurationException;
import dev.weir.core.admission.DeviceKey;
import dev.weir.timescale.admin.Certificate;
import dev.weir.timescale.admin.CertificateStore;
import dev.weir.timescale.database.Database;
import java.time.Instant;
import java.util.List;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code weir certificate}. */
@Command(
    name = "certificate",
    description = {
      "Add, list, show, revoke and remove certificates of devices.",
      "With CERT_AUTH_ENABLED one that is in force stands in for the device's token."
    })
final class CertificateCommand {

  private final Console console;

  CertificateCommand(Console console) {
    this.console = console;
  }

  @Command(description = "Add a certificate to a device.")
  void add(
      @Parameters(paramLabel = "TENANT") String tenant,
      @Parameters(paramLabel = "DEVICE") String device,
      @ArgGroup(multiplicity = "1") CertificateOptions options,
      @Option(names = "--json") boolean json)
      throws ConfigurationException {
    DeviceKey key = DeviceNames.key(tenant, device);
    CertificateFacts facts = options.facts();
    var certificate =
        new Certificate(
            key.tenantId(),
            key.deviceId(),
            facts.fingerprint(),
            facts.commonName(),
            Certificate.ACTIVE,
            facts.notBefore(),
            facts.notAfter());
    try (Database database = console.database()) {
      CertificateStore certificates = new CertificateStore(database);
      switch (certificates.add(certificate)) {
        case ADDED -> print(find(certificates, key, facts.fingerprint()), json);
        case PRESENT ->
            throw CommandException.failed(name(key, facts.fingerprint()) + " is there already");
        case UNKNOWN_OWNER -> throw DeviceCommand.unknown(key);
      }
    }
  }

  @Command(description = "List the certificates of a device.")
  void list(
      @Parameters(paramLabel = "TENANT") String tenant,
      @Parameters(paramLabel = "DEVICE") String device,
      @Option(names = "--json") boolean json)
      throws ConfigurationException {
    DeviceKey key = DeviceNames.key(tenant, device);
    try (Database database = console.database()) {
      listing(new CertificateStore(database).list(key)).print(console.out(), json);
    }
  }

  @Command(description = "Show a certificate, and whether it is in force now.")
  void show(
      @Parameters(paramLabel = "TENANT") String tenant,
      @Parameters(paramLabel = "DEVICE") String device,
      @Parameters(paramLabel = "FINGERPRINT") String fingerprint,
      @Option(names = "--json") boolean json)
      throws ConfigurationException {
    DeviceKey key = DeviceNames.key(tenant, device);
    String hex = Fingerprints.read("FINGERPRINT", fingerprint);
    try (Database database = console.database()) {
      print(find(new CertificateStore(database), key, hex), json);
    }
  }

  @Command(description = "Make a certificate count no more.")
  void revoke(
      @Parameters(paramLabel = "TENANT") String tenant,
      @Parameters(paramLabel = "DEVICE") String device,
      @Parameters(paramLabel = "FINGERPRINT") String fingerprint)
      throws ConfigurationException {
    DeviceKey key = DeviceNames.key(tenant, device);
    String hex = Fingerprints.read("FINGERPRINT", fingerprint);
    try (Database database = console.database()) {
      if (!new CertificateStore(database).revoke(key, hex)) {
        throw unknown(key, hex);
      }
      console.out().println(name(key, hex) + " is revoked");
    }
  }

  @Command(description = "Remove a certificate.")
  void remove(
      @Parameters(paramLabel = "TENANT") String tenant,
      @Parameters(paramLabel = "DEVICE") String device,
      @Parameters(paramLabel = "FINGERPRINT") String fingerprint)
      throws ConfigurationException {
    DeviceKey key = DeviceNames.key(tenant, device);
    String hex = Fingerprints.read("FINGERPRINT", fingerprint);
    try (Database database = console.database()) {
      if (!new CertificateStore(database).remove(key, hex)) {
        throw unknown(key, hex);
      }
      console.out().println(name(key, hex) + " is removed");
    }
  }

  private void print(Certificate certificate, boolean json) {
    listing(List.of(certificate)).printSingle(console.out(), json);
  }

  private static Listing listing(List<Certificate> certificates) {
    Instant now = Moments.now();
    Listing listing =
        new Listing(
            "tenant_id",
            "device_id",
            "fingerprint_sha256",
            "common_name",
            "status",
            "not_before",
            "not_after",
            "in_force");
    for (Certificate certificate : certificates) {
      listing.row(
          certificate.tenantId(),
          certificate.deviceId(),
          certificate.fingerprint(),
          certificate.commonName(),
          certificate.status(),
          certificate.notBefore(),
          certificate.notAfter(),
          certificate.isInForce(now));
    }
    return listing;
  }

  private static Certificate find(CertificateStore certificates, DeviceKey key, String hex) {
    return certificates.find(key, hex).orElseThrow(() -> unknown(key, hex));
  }

  private static CommandException unknown(DeviceKey key, String hex) {
    return CommandException.failed("there is no " + name(key, hex));
  }

  private static String name(DeviceKey key, String hex) {
    return "certificate " + hex + " of " + DeviceNames.of(key);
  }
}
