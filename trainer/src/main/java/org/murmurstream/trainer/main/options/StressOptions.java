package org.murmurstream.trainer.main.options;

import java.util.Comparator;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Stream;
import org.murmurstream.core.Diagnosis;
import org.murmurstream.core.MurmurClass;
import org.murmurstream.core.Sha256;
import org.murmurstream.core.UserException;
import org.murmurstream.data.circor.CircorFindings;
import org.murmurstream.data.sound.Circumstance;
import org.murmurstream.trainer.stress.StressTrial;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** Under what else patients are heard: a picocli mixin. */
public final class StressOptions {

  @Option(
      names = "--stress",
      description =
          "Hear every patient under circumstances that say nothing of the heart as well, and print"
              + " what becomes of the verdicts instead of the report.")
  private boolean stress;

  @Option(
      names = "--circumstances",
      split = ",",
      paramLabel = "NAME",
      description = "Only these of --stress: ${COMPLETION-CANDIDATES} (default: all).",
      completionCandidates = Names.class,
      converter = Names.class)
  private List<Circumstance> circumstances = List.of();

  @Option(
      names = "--devices",
      paramLabel = "SEED",
      description =
          "Hear every patient through one simulated stethoscope as well, drawn by SEED, and print"
              + " the scores beside those of the recordings as they are.")
  private Long devices;

  @Option(
      names = "--most-healthy",
      paramLabel = "N",
      description =
          "With --stress or --devices: take N of those without a murmur, always the same, and all"
              + " others (default: everybody).")
  private Integer mostHealthy;

  /** What is to be tried, if anything is. */
  public Optional<StressTrial> trial() {
    if (!isAsked()) {
      return Optional.empty();
    }
    List<Circumstance> chosen =
        circumstances.isEmpty() ? List.of(Circumstance.values()) : circumstances;
    return Optional.of(
        new StressTrial(
            stress ? chosen : List.of(),
            devices == null ? OptionalLong.empty() : OptionalLong.of(devices)));
  }

  /** Why the options contradict each other, if they do. */
  public Optional<String> contradiction() {
    if (!stress && !circumstances.isEmpty()) {
      return Optional.of("--circumstances needs --stress");
    }
    if (!isAsked() && mostHealthy != null) {
      return Optional.of("--most-healthy needs --stress or --devices");
    }
    return mostHealthy != null && mostHealthy < 0
        ? Optional.of("--most-healthy must not be negative")
        : Optional.empty();
  }

  /** Those of the patients who take part, in their order. */
  public List<String> patients(List<String> patientIds, CircorFindings findings) {
    if (mostHealthy == null) {
      return patientIds;
    }
    List<String> healthy =
        patientIds.stream()
            .filter(id -> findings.of(id).filter(StressOptions::isHealthy).isPresent())
            .toList();
    Set<String> left = new HashSet<>(healthy);
    healthy.stream()
        .sorted(Comparator.comparing(Sha256::of))
        .limit(mostHealthy)
        .forEach(left::remove);
    List<String> taking = patientIds.stream().filter(id -> !left.contains(id)).toList();
    if (taking.isEmpty()) {
      throw new UserException("--most-healthy " + mostHealthy + " leaves no patient");
    }
    return taking;
  }

  private boolean isAsked() {
    return stress || devices != null;
  }

  private static boolean isHealthy(Diagnosis finding) {
    return finding.murmur() == MurmurClass.ABSENT;
  }

  /** The circumstances that can be asked for. */
  static final class Names implements ITypeConverter<Circumstance>, Iterable<String> {

    @Override
    public Circumstance convert(String value) {
      String title = value.toLowerCase(Locale.ROOT);
      return Stream.of(Circumstance.values())
          .filter(circumstance -> circumstance.title().equals(title))
          .findFirst()
          .orElseThrow(
              () ->
                  new TypeConversionException(
                      "expected one of %s but was '%s'".formatted(titles().toList(), value)));
    }

    @Override
    public Iterator<String> iterator() {
      return titles().iterator();
    }

    private static Stream<String> titles() {
      return Stream.of(Circumstance.values()).map(Circumstance::title);
    }
  }
}
