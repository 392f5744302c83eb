package org.murmurstream.core;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Says in words why a verdict is what it is. */
final class Explanation {

  private Explanation() {}

  /** One or more sentences without anything that tells who the patient is. */
  static String of(Ruling ruling, Probabilities probabilities) {
    MurmurClass weighed = ruling.rule().decide(probabilities);
    var sentences = new ArrayList<String>();
    sentences.add(weighing(ruling.rule(), probabilities, weighed));
    Optional<Doubt> turning = ruling.turning(probabilities);
    turning.ifPresent(doubt -> sentences.add(doubt(doubt, weighed)));
    ruling.flags().forEach(flag -> sentences.add(flag(flag)));
    ruling
        .regression()
        .filter(Ruling.FLAGGED::equals)
        .ifPresent(
            flagged ->
                sentences.add(
                    "The probabilities are those of the regression that was taught by distorted"
                        + " sound as well."));
    return (turning.isPresent() ? MurmurClass.UNKNOWN : weighed).word()
        + ": "
        + String.join(" ", sentences);
  }

  /** One line: what was compared, highest first, and whether a doubt turned it. */
  static String brief(Ruling ruling, Probabilities probabilities) {
    DecisionRule rule = ruling.rule();
    List<String> products =
        Stream.of(MurmurClass.values())
            .sorted(Comparator.comparingDouble(murmur -> -rule.weighted(probabilities, murmur)))
            .map(murmur -> product(rule, probabilities, murmur))
            .toList();
    return "%s is above %s and %s%s"
        .formatted(
            products.get(0),
            products.get(1),
            products.get(2),
            ruling.turning(probabilities).isPresent() ? ", but is doubted" : "");
  }

  private static String weighing(
      DecisionRule rule, Probabilities probabilities, MurmurClass weighed) {
    String products =
        Stream.of(MurmurClass.values())
            .map(murmur -> product(rule, probabilities, murmur))
            .collect(Collectors.joining(", "));
    return "probability times weight is highest for %s (%s).".formatted(weighed.word(), products);
  }

  private static String product(
      DecisionRule rule, Probabilities probabilities, MurmurClass murmur) {
    return "%s %s x %s = %s"
        .formatted(
            murmur.word(),
            number(probabilities.of(murmur)),
            number(rule.weight(murmur)),
            number(rule.weighted(probabilities, murmur)));
  }

  private static String doubt(Doubt doubt, MurmurClass weighed) {
    String unless =
        doubt.least().isEmpty()
            ? "nobody is called %s".formatted(weighed.word())
            : "%s stands only from a probability of %s on"
                .formatted(weighed.word(), number(doubt.least().getAsDouble()));
    return "But for %s %s, so the recordings are to be made again."
        .formatted(sound(doubt.flag()), unless);
  }

  private static String flag(Flag flag) {
    String figures =
        flag.figures().stream().map(Flag.Figure::text).collect(Collectors.joining(", "));
    String sound = sound(flag.caution());
    return "Note %s: %s.".formatted(sound, figures);
  }

  private static String sound(Caution flag) {
    return switch (flag) {
      case UNFAMILIAR_SOUND -> "sound unlike any that the model has learnt from";
      case COARSE_SOUND -> "sound of coarse steps";
      case SHORT_SOUND -> "recordings with little left to hear";
      case DROPOUTS -> "recordings with dropouts";
      default -> flag.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    };
  }

  /** To three decimals, without zeros at the end. */
  static String number(double value) {
    String text = String.format(Locale.ROOT, "%.3f", value);
    return text.replaceAll("\\.?0+$", "");
  }
}
