package dev.weir.app;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.CompositeArchRule;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Which part may use which, and what may be called how. */
final class ArchitectureTest {

  private static final List<String> FEATURES = List.of("ingest", "delivery", "gateway");
  private static final List<String> ADAPTERS = List.of("jetstream", "timescale");

  private static JavaClasses weir;

  @BeforeAll
  static void read() {
    weir =
        new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("dev.weir");
  }

  @Test
  void allModulesAreLookedAt() {
    for (String module :
        List.of("core", "ingest", "gateway", "delivery", "jetstream", "timescale", "app")) {
      assertThat(weir.stream().anyMatch(c -> c.getPackageName().startsWith("dev.weir." + module)))
          .as(module)
          .isTrue();
    }
  }

  @Test
  void coreUsesOnlyTheJdk() {
    holds(
        classes()
            .that()
            .resideInAPackage("dev.weir.core..")
            .should()
            .onlyDependOnClassesThat(
                resideInAnyPackage("java..", "org.jspecify..", "dev.weir.core..")));
  }

  @Test
  void featuresAndAdaptersUseOnlyCore() {
    for (String part : concat(FEATURES, ADAPTERS)) {
      String[] others =
          concat(concat(FEATURES, ADAPTERS), List.of("app", "demo", "testkit")).stream()
              .filter(other -> !other.equals(part))
              .map(other -> "dev.weir." + other + "..")
              .toArray(String[]::new);
      holds(
          noClasses()
              .that()
              .resideInAPackage("dev.weir." + part + "..")
              .should()
              .dependOnClassesThat()
              .resideInAnyPackage(others));
    }
  }

  @Test
  void librariesStayBehindTheirAdapters() {
    only("io.nats..", "dev.weir.jetstream..", "dev.weir.app.simulate..");
    only("org.postgresql..", "dev.weir.timescale..");
    only("com.zaxxer..", "dev.weir.timescale..");
    only("org.flywaydb..", "dev.weir.timescale..");
    only("java.sql..", "dev.weir.timescale..");
    only("io.javalin..", "dev.weir.app.http..", "dev.weir.gateway..");
    only(
        "org.eclipse.jetty..",
        "dev.weir.app.http..",
        "dev.weir.gateway..",
        "dev.weir.delivery.webhook..");
    only(
        "com.hivemq..",
        "dev.weir.gateway.mqtt..",
        "dev.weir.delivery.mqtt..",
        "dev.weir.app.simulate..");
    only("io.github.resilience4j..", "dev.weir.delivery..");
    only("io.netty..", "dev.weir.gateway.mqtt..", "dev.weir.app.simulate..");
    only("picocli..", "dev.weir.app.command..", "dev.weir.app.simulate..");
    only("ch.qos.logback..", "dev.weir.app.log..");
    only("io.micrometer..", "dev.weir.app.metrics..");
    only("io.prometheus..", "dev.weir.app.metrics..");
  }

  @Test
  void packagesHaveNoCycles() {
    holds(slices().matching("dev.weir.(*)..").should().beFreeOfCycles());
    for (String module :
        List.of("core", "ingest", "gateway", "delivery", "jetstream", "timescale", "app")) {
      holds(slices().matching("dev.weir." + module + ".(**)").should().beFreeOfCycles());
    }
  }

  @Test
  void onlyCommandsPrint() {
    holds(
        noClasses()
            .that()
            .resideOutsideOfPackages("dev.weir.app.command..", "dev.weir.demo..")
            .should()
            .accessFieldWhere(
                describe(
                    "is System.out or System.err",
                    access ->
                        access.getTargetOwner().isEquivalentTo(System.class)
                            && List.of("out", "err").contains(access.getTarget().getName()))));
    holds(noClasses().should().dependOnClassesThat().resideInAPackage("java.util.logging.."));
    holds(noClasses().should().callMethod(Throwable.class, "printStackTrace"));
  }

  /** It may be wrong, and step. Times are the broker's and the database's. */
  @Test
  void theClockOfAProcessDecidesNothing() {
    holds(
        noClasses()
            .that()
            .resideInAnyPackage(
                "dev.weir.core..",
                "dev.weir.ingest..",
                "dev.weir.timescale..",
                "dev.weir.jetstream..")
            .should()
            .callMethodWhere(
                describe(
                    "asks what time it is",
                    call ->
                        call.getName().equals("currentTimeMillis")
                            || (call.getTargetOwner().getPackageName().equals("java.time")
                                && (call.getName().equals("now")
                                    || call.getName().startsWith("system"))))));
  }

  @Test
  void namesSayWhatThingsAre() {
    holds(
        noClasses()
            .should()
            .haveSimpleNameEndingWith("Util")
            .orShould()
            .haveSimpleNameEndingWith("Utils")
            .orShould()
            .haveSimpleNameEndingWith("Manager")
            .orShould()
            .haveSimpleNameEndingWith("Helper")
            .orShould()
            .haveSimpleNameEndingWith("Impl"));
  }

  private static void only(String library, String... users) {
    holds(
        noClasses()
            .that()
            .resideOutsideOfPackages(users)
            .and()
            .resideOutsideOfPackage("dev.weir.testkit..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage(library));
  }

  /** A rule about a module that does not exist yet holds. */
  private static void holds(ArchRule rule) {
    CompositeArchRule.of(rule).allowEmptyShould(true).check(weir);
  }

  private static List<String> concat(List<String> some, List<String> more) {
    return Stream.concat(some.stream(), more.stream()).toList();
  }
}
