package org.murmurstream.trainer.result;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.murmurstream.core.AuscultationSite;
import org.murmurstream.core.Caution;
import org.murmurstream.core.Flag;
import org.murmurstream.core.exam.Prediction;

/**
 * A reason of a prediction with the figures that raised it, as a word: {@code AV:POOR_SIGNAL},
 * {@code UNFAMILIAR_SOUND(bandLo=1.2[-0.14..1.01];hum=1.3[..1])}. Figures are kept to six decimals.
 *
 * @param caution what it is
 * @param site empty if it concerns the decision as a whole
 * @param figures those beyond their limits; none if it is no flag
 */
public record DecisionReason(
    Caution caution, Optional<AuscultationSite> site, List<Flag.Figure> figures) {

  private static final int DECIMALS = 6;
  private static final String NUMBER = "-?[0-9]+(?:\\.[0-9]+)?";
  private static final Pattern WORD =
      Pattern.compile("(?:(?<site>[A-Z]+):)?(?<caution>[A-Z_]+)(?:\\((?<figures>[^()]+)\\))?");
  private static final Pattern FIGURE =
      Pattern.compile(
          "(?<name>[^=;]+)=(?<value>%1$s)\\[(?<least>%1$s)?\\.\\.(?<greatest>%1$s)?\\]"
              .formatted(NUMBER));

  public DecisionReason {
    figures = figures.stream().map(DecisionReason::rounded).toList();
  }

  /** A reason that concerns a patient as a whole. */
  static DecisionReason of(Caution caution, List<Flag> flags) {
    return new DecisionReason(
        caution,
        Optional.empty(),
        flags.stream()
            .filter(flag -> flag.caution() == caution)
            .flatMap(flag -> flag.figures().stream())
            .toList());
  }

  /** The reasons of a prediction, in their order. */
  static List<DecisionReason> of(Prediction prediction) {
    return prediction.reasons().stream()
        .map(reason -> new DecisionReason(reason.caution(), reason.site(), reason.figures()))
        .toList();
  }

  /**
   * From words with blanks between.
   *
   * @throws IllegalArgumentException if one is no reason
   */
  static List<DecisionReason> parseAll(String words) {
    var reasons = new ArrayList<DecisionReason>();
    for (String word : words.strip().split("\\s+", -1)) {
      if (!word.isEmpty()) {
        reasons.add(parse(word));
      }
    }
    return reasons;
  }

  /** As words with blanks between. */
  static String text(List<DecisionReason> reasons) {
    return reasons.stream().map(DecisionReason::toString).collect(Collectors.joining(" "));
  }

  @Override
  public String toString() {
    String raisedBy =
        figures.stream().map(DecisionReason::text).collect(Collectors.joining(";", "(", ")"));
    return site.map(at -> at + ":").orElse("") + caution + (figures.isEmpty() ? "" : raisedBy);
  }

  private static DecisionReason parse(String word) {
    Matcher matcher = WORD.matcher(word);
    if (!matcher.matches()) {
      throw new IllegalArgumentException("'%s' is no reason".formatted(word));
    }
    var figures = new ArrayList<Flag.Figure>();
    if (matcher.group("figures") != null) {
      for (String figure : matcher.group("figures").split(";", -1)) {
        figures.add(figure(figure));
      }
    }
    return new DecisionReason(
        Caution.valueOf(matcher.group("caution")),
        Optional.ofNullable(matcher.group("site")).map(AuscultationSite::valueOf),
        figures);
  }

  private static Flag.Figure figure(String text) {
    Matcher matcher = FIGURE.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException("'%s' is no figure".formatted(text));
    }
    return new Flag.Figure(
        matcher.group("name"),
        Double.parseDouble(matcher.group("value")),
        limit(matcher.group("least")),
        limit(matcher.group("greatest")));
  }

  private static OptionalDouble limit(String text) {
    return text == null ? OptionalDouble.empty() : OptionalDouble.of(Double.parseDouble(text));
  }

  private static String text(Flag.Figure figure) {
    return "%s=%s[%s..%s]"
        .formatted(
            figure.name(), number(figure.value()), limit(figure.least()), limit(figure.greatest()));
  }

  private static String limit(OptionalDouble limit) {
    return limit.isPresent() ? number(limit.getAsDouble()) : "";
  }

  private static String number(double value) {
    return decimal(value).stripTrailingZeros().toPlainString();
  }

  private static BigDecimal decimal(double value) {
    return BigDecimal.valueOf(value).setScale(DECIMALS, RoundingMode.HALF_EVEN);
  }

  private static Flag.Figure rounded(Flag.Figure figure) {
    return new Flag.Figure(
        figure.name(),
        decimal(figure.value()).doubleValue(),
        rounded(figure.least()),
        rounded(figure.greatest()));
  }

  private static OptionalDouble rounded(OptionalDouble limit) {
    return limit.isPresent()
        ? OptionalDouble.of(decimal(limit.getAsDouble()).doubleValue())
        : limit;
  }
}
