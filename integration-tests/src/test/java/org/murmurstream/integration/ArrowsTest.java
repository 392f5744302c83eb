package org.murmurstream.integration;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.equivalentTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.murmurstream.model.encoder.Precision;

/**
 * Arrows run one way: core &lt;- {console, kafka, data}; schemas &lt;- kafka; data &lt;- model;
 * http knows none; each of the programs on what it needs of these; cli on all. The console is for
 * main packages.
 */
class ArrowsTest {

  private static final String HOUSE = "org.murmurstream.";
  private static final Set<String> ROOMS =
      Set.of(
          "schemas",
          "core",
          "console",
          "http",
          "kafka",
          "data",
          "model",
          "stream",
          "trainer",
          "sim",
          "local",
          "proof",
          "benchmarks",
          "cli");

  /** Avro's limits are system properties, and must stand before its first class is loaded. */
  private static final String HARDENING = "org.murmurstream.schemas.AvroHardening";

  private static final DescribedPredicate<JavaClass> GENERATED =
      DescribedPredicate.describe(
          "Avro generated",
          type ->
              type.getPackageName().equals(HOUSE + "schemas")
                  && (type.isAssignableTo("org.apache.avro.specific.SpecificRecord")
                      || type.isAssignableTo("org.apache.avro.generic.GenericEnumSymbol")));

  /** The model that comes with the program lies where the program does, a system property. */
  private static final String OWN_BUNDLE = "org.murmurstream.model.bundle.Bundles";

  /** It times the products of matrices by themselves. */
  private static final String ENCODER_BENCHMARK =
      "org.murmurstream.benchmarks.main.EncoderBenchmark";

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .withImportOption(location -> !location.contains("-tests.jar"))
          .importPackages("org.murmurstream");

  @ParameterizedTest
  @CsvSource({
    "schemas, ''",
    "core,    ''",
    "console, core",
    "http,    ''",
    "kafka,   core schemas",
    "data,    core",
    "model,   core console data",
    "stream,  core console http schemas kafka model",
    "sim,     core console schemas kafka data",
    "trainer, core console schemas kafka data model",
    "local,   core console http schemas kafka",
    "proof,   core console http schemas kafka data model stream sim local",
    "benchmarks, core console schemas kafka data model stream sim trainer local proof",
    "cli,     core console http schemas kafka data model stream sim trainer local proof benchmarks"
  })
  void shouldKnowOnlyTheRoomsBelow(String room, String below) {
    // Given
    Set<String> above = new TreeSet<>(ROOMS);
    above.remove(room);
    above.removeAll(Arrays.asList(below.split(" ")));

    // Then
    noClasses()
        .that()
        .resideInAPackage(HOUSE + room + "..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(above.stream().map(name -> HOUSE + name + "..").toArray(String[]::new))
        .allowEmptyShould(true)
        .check(CLASSES);
  }

  @Test
  void shouldSeeEveryRoomItJudges() {
    // Given
    Set<String> seen =
        CLASSES.stream()
            .map(JavaClass::getPackageName)
            .filter(name -> name.startsWith(HOUSE))
            .map(name -> name.substring(HOUSE.length()).split("\\.", 2)[0])
            .collect(Collectors.toSet());

    // Then
    assertThat(ROOMS).containsAll(seen);
    assertThat(seen).contains("schemas", "core", "kafka", "cli");
  }

  @Test
  void shouldReachDjlThroughTheModelAndItsLearnersAlone() {
    noClasses()
        .that()
        .resideOutsideOfPackages("org.murmurstream.model..", "org.murmurstream.trainer.learning..")
        .and()
        .doNotHaveFullyQualifiedName(ENCODER_BENCHMARK)
        .should()
        .dependOnClassesThat()
        .resideInAPackage("ai.djl..")
        .because("native memory has one owner")
        .check(CLASSES);
  }

  static Set<String> rooms() {
    return ROOMS;
  }

  /** A package may know another or be known by it, but not both, by whatever way round. */
  @ParameterizedTest
  @MethodSource("rooms")
  void shouldHaveNoCirclesOfPackages(String room) {
    slices()
        .assignedFrom(packagesOf(HOUSE + room))
        .should()
        .beFreeOfCycles()
        .allowEmptyShould(true)
        .check(CLASSES);
  }

  @Test
  void shouldStreamWhateverKindOfModelItIs() {
    noClasses()
        .that()
        .resideInAPackage("org.murmurstream.stream..")
        .should()
        .dependOnClassesThat(
            resideInAPackage("org.murmurstream.model..")
                .and(
                    not(
                        resideInAnyPackage(
                            "org.murmurstream.model.bundle",
                            "org.murmurstream.model.ear",
                            "org.murmurstream.model.engine")))
                .and(not(equivalentTo(Precision.class))))
        .because("a new kind of model touches no class of the application")
        .check(CLASSES);
  }

  @Test
  void shouldKeepKafkaOutOfTheModel() {
    noClasses()
        .that()
        .resideInAnyPackage(
            "org.murmurstream.core..", "org.murmurstream.data..", "org.murmurstream.model..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.apache.kafka..", "io.confluent..")
        .because("the model listens and decides wherever audio comes from")
        .check(CLASSES);
  }

  @Test
  void shouldOpenBundlesAtOnePlaceOfTheStream() {
    noClasses()
        .that()
        .resideInAPackage("org.murmurstream.stream..")
        .and()
        .resideOutsideOfPackages(
            "org.murmurstream.stream.config", "org.murmurstream.stream.releases")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("org.murmurstream.model..")
        .because("stations hand on the domain's words, and the evidence of a model as it is")
        .check(CLASSES);
  }

  @Test
  void shouldReachConfluentsSerdeThroughOneModule() {
    noClasses()
        .that()
        .resideOutsideOfPackage("org.murmurstream.kafka..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("io.confluent..")
        .because("where it comes from is the question of one module")
        .check(CLASSES);
  }

  /**
   * What Avro generated is seen where it is mapped. Elsewhere only two name its types, to hand
   * records on from serde to wire without looking inside: the topology with its guard, and the
   * devices' topics. The demonstration shows what was published as it was published, and so prints
   * it, field by field, as its readers get it.
   */
  @Test
  void shouldMapAvroInOnePlace() {
    noClasses()
        .that()
        .resideOutsideOfPackages(
            "org.murmurstream.schemas..", "org.murmurstream.kafka..", "org.murmurstream.cli..")
        .and()
        .doNotHaveFullyQualifiedName("org.murmurstream.stream.MurmurTopology")
        .and()
        .doNotHaveFullyQualifiedName("org.murmurstream.stream.Guard")
        .and()
        .doNotHaveFullyQualifiedName("org.murmurstream.sim.UplinkTopics")
        .should()
        .dependOnClassesThat(GENERATED)
        .because("the domain speaks its own words")
        .check(CLASSES);
  }

  /** The JDK's own server has no time-outs, and one who stops in the middle holds up all. */
  @Test
  void shouldAnswerOverHttpThroughOneModule() {
    noClasses()
        .that()
        .resideOutsideOfPackage("org.murmurstream.http..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.eclipse.jetty..", "com.sun.net.httpserver..")
        .because("nobody who connects may keep others from their answers")
        .check(CLASSES);
  }

  @Test
  void shouldLeaveTheConsoleToMainPackages() {
    noClasses()
        .that()
        .resideOutsideOfPackages("..main..", "org.murmurstream.console..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.murmurstream.console..", "picocli..", "me.tongfei..")
        .because("a library neither knows who calls it nor who looks on")
        .check(CLASSES);
  }

  @Test
  void shouldReadTheEnvironmentInMainPackagesAlone() {
    noClasses()
        .that()
        .resideOutsideOfPackages(
            "..main..", "org.murmurstream.console..", "org.murmurstream.model.engine..")
        .and()
        .doNotHaveFullyQualifiedName(HARDENING)
        .and()
        .doNotHaveFullyQualifiedName(OWN_BUNDLE)
        .should()
        .callMethodWhere(
            target(owner(equivalentTo(System.class)))
                .and(target(nameMatching("getenv|getProperty|getProperties|setProperty|exit"))))
        .orShould()
        .accessField(System.class, "out")
        .orShould()
        .accessField(System.class, "err")
        .because("everything else is given what it needs, and so can be tested")
        .check(CLASSES);
  }

  /** Generated ones bear the names of the wire, and what they mean is what the domain means. */
  @Test
  void shouldNotCallTwoTypesByOneName() {
    // Given
    Map<String, List<String>> packages =
        CLASSES.stream()
            .filter(type -> type.isTopLevelClass() && !GENERATED.test(type))
            .filter(type -> !type.getSimpleName().equals("package-info"))
            .collect(
                Collectors.groupingBy(
                    JavaClass::getSimpleName,
                    TreeMap::new,
                    Collectors.mapping(JavaClass::getPackageName, Collectors.toList())));

    // When
    packages.values().removeIf(places -> places.size() == 1);

    // Then
    assertThat(packages).isEmpty();
  }

  private static SliceAssignment packagesOf(String room) {
    return new SliceAssignment() {
      @Override
      public SliceIdentifier getIdentifierOf(JavaClass javaClass) {
        String name = javaClass.getPackageName();
        return name.equals(room) || name.startsWith(room + ".")
            ? SliceIdentifier.of(name)
            : SliceIdentifier.ignore();
      }

      @Override
      public String getDescription() {
        return "packages of " + room;
      }
    };
  }
}
