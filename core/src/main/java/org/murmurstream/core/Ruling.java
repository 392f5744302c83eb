package org.murmurstream.core;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How the verdict follows from the probabilities: the class that the rule's weights choose, unless
 * a doubt turns it into Unknown.
 *
 * @param rule the weights of the classes
 * @param regression which regression gave the probabilities, {@value #CLEAN} or {@value #FLAGGED};
 *     empty if the model has one alone
 * @param flags what about the sound calls for care, in the order of {@link Caution}
 * @param doubts what flags make of a verdict; those of flags that are not raised do nothing
 */
public record Ruling(
    DecisionRule rule, Optional<String> regression, List<Flag> flags, List<Doubt> doubts) {

  /** The regression fitted on recordings as they were made. */
  public static final String CLEAN = "clean";

  /** The regression fitted on distorted recordings as well: speaks where a flag is raised. */
  public static final String FLAGGED = "flagged";

  public Ruling {
    flags = List.copyOf(flags);
    doubts = List.copyOf(doubts);
  }

  /** By weights alone. */
  public static Ruling of(DecisionRule rule) {
    return new Ruling(rule, Optional.empty(), List.of(), List.of());
  }

  /** The verdict. */
  public MurmurClass decide(Probabilities probabilities) {
    return turning(probabilities).isPresent() ? MurmurClass.UNKNOWN : rule.decide(probabilities);
  }

  /** The first doubt that turns the class of highest weight into Unknown, if one does. */
  public Optional<Doubt> turning(Probabilities probabilities) {
    MurmurClass weighed = rule.decide(probabilities);
    return doubts.stream()
        .filter(doubt -> flags.stream().anyMatch(flag -> flag.caution() == doubt.flag()))
        .filter(doubt -> doubt.turns(weighed, probabilities))
        .findFirst();
  }

  /** What a verdict of these probabilities deserves care for, in the order of {@link Caution}. */
  public List<Caution> cautions(Probabilities probabilities) {
    var cautions = new ArrayList<Caution>();
    if (rule.margin(probabilities) < rule.minMargin()) {
      cautions.add(Caution.LOW_MARGIN);
    }
    flags.forEach(flag -> cautions.add(flag.caution()));
    turning(probabilities).ifPresent(doubt -> cautions.add(doubt.caution()));
    return cautions.stream().sorted().toList();
  }

  /** The figures that raised a flag; none if it is not raised. */
  public List<Flag.Figure> figures(Caution caution) {
    return flags.stream()
        .filter(flag -> flag.caution() == caution)
        .flatMap(flag -> flag.figures().stream())
        .toList();
  }

  /** Why it decides so, in sentences without anything that tells who the patient is. */
  public String explain(Probabilities probabilities) {
    return Explanation.of(this, probabilities);
  }

  /** What the weights compare and choose, and whether that stands, in one line. */
  public String brief(Probabilities probabilities) {
    return Explanation.brief(this, probabilities);
  }
}
