package org.murmurstream.trainer.result;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.murmurstream.core.Caution;
import org.murmurstream.core.DecisionRule;
import org.murmurstream.core.Flag;
import org.murmurstream.core.exam.Prediction;

/** Why decisions are what they are, and what they deserve care for, over many patients. */
public record Grounds(List<PatientDecision> decisions) {

  private static final Set<Caution> DOUBTS =
      Set.of(Caution.ABSENT_DOUBTED, Caution.PRESENT_DOUBTED);

  public Grounds {
    decisions = List.copyOf(decisions);
  }

  /**
   * A figure that raised flags.
   *
   * @param flag what it raised
   * @param name of the figure
   * @param expected its limits, for people; a dash if they are not known
   * @param values its value in each patient whom it flagged
   */
  record RaisingFigure(Caution flag, String name, String expected, List<Double> values) {}

  /** The patients with a reason, be it of a site or of the whole, in the order of reasons. */
  Map<Caution, List<PatientDecision>> byReason() {
    var patients = new EnumMap<Caution, List<PatientDecision>>(Caution.class);
    for (PatientDecision decision : decisions) {
      decision.reasons().stream()
          .map(Prediction.Reason::caution)
          .distinct()
          .forEach(
              caution -> patients.computeIfAbsent(caution, any -> new ArrayList<>()).add(decision));
    }
    return patients;
  }

  /** How many patients each regression spoke of. */
  SortedMap<String, Long> byRegression() {
    return decisions.stream()
        .flatMap(decision -> decision.regression().stream())
        .collect(Collectors.groupingBy(name -> name, TreeMap::new, Collectors.counting()));
  }

  /** What raised flags, in the order of flags, then by name. */
  List<RaisingFigure> raising() {
    var raising = new ArrayList<RaisingFigure>();
    byReason()
        .forEach(
            (flag, patients) -> {
              Map<String, List<Flag.Figure>> byName =
                  patients.stream()
                      .flatMap(patient -> patient.reasons().stream())
                      .filter(reason -> reason.caution() == flag)
                      .flatMap(reason -> reason.figures().stream())
                      .collect(
                          Collectors.groupingBy(
                              Flag.Figure::name, TreeMap::new, Collectors.toList()));
              byName.forEach(
                  (name, figures) ->
                      raising.add(
                          new RaisingFigure(
                              flag,
                              name,
                              expected(figures.get(0)),
                              figures.stream().map(Flag.Figure::value).sorted().toList())));
            });
    return raising;
  }

  /** How classes follow from probabilities, for whoever reads both. */
  public String sentence(DecisionRule rule) {
    boolean doubted = byReason().keySet().stream().anyMatch(DOUBTS::contains);
    return doubted
        ? rule.sentence() + " Where a reason ends in DOUBTED it was not sure enough: Unknown."
        : rule.sentence();
  }

  /** How many patients are flagged or doubted, without any id; empty if none is. */
  public Optional<String> flagged() {
    Set<Caution> flags = EnumSet.copyOf(DOUBTS);
    raising().forEach(figure -> flags.add(figure.flag()));
    String counts =
        byReason().entrySet().stream()
            .filter(reason -> flags.contains(reason.getKey()))
            .map(reason -> "%d %s".formatted(reason.getValue().size(), reason.getKey()))
            .collect(Collectors.joining(", "));
    return counts.isEmpty() ? Optional.empty() : Optional.of(counts);
  }

  private static String expected(Flag.Figure figure) {
    boolean limited = figure.least().isPresent() || figure.greatest().isPresent();
    return limited ? figure.expected() : "–";
  }
}
