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
 * Reasons of a prediction as words with blanks between, each with the figures that raised it:
 * {@code AV:POOR_SIGNAL UNFAMILIAR_SOUND(bandLo=1.2[-0.14..1.01];hum=1.3[..1])}. Figures are kept
 * to six decimals.
 */
final class ReasonText {

  private static final int DECIMALS = 6;
  private static final String NUMBER = "-?[0-9]+(?:\\.[0-9]+)?";
  private static final Pattern WORD =
      Pattern.compile("(?:(?<site>[A-Z]+):)?(?<caution>[A-Z_]+)(?:\\((?<figures>[^()]+)\\))?");
  private static final Pattern FIGURE =
      Pattern.compile(
          "(?<name>[^=;]+)=(?<value>%1$s)\\[(?<least>%1$s)?\\.\\.(?<greatest>%1$s)?\\]"
              .formatted(NUMBER));

  private ReasonText() {}

  /** The same reasons, figures as they are kept. */
  static List<Prediction.Reason> rounded(List<Prediction.Reason> reasons) {
    return reasons.stream()
        .map(
            reason ->
                new Prediction.Reason(
                    reason.caution(),
                    reason.site(),
                    reason.figures().stream().map(ReasonText::rounded).toList()))
        .toList();
  }

  /**
   * From words.
   *
   * @throws IllegalArgumentException if one is no reason
   */
  static List<Prediction.Reason> parse(String words) {
    var reasons = new ArrayList<Prediction.Reason>();
    for (String word : words.strip().split("\\s+", -1)) {
      if (!word.isEmpty()) {
        reasons.add(reason(word));
      }
    }
    return reasons;
  }

  /** As words. */
  static String of(List<Prediction.Reason> reasons) {
    return reasons.stream().map(ReasonText::word).collect(Collectors.joining(" "));
  }

  private static String word(Prediction.Reason reason) {
    String figures =
        reason.figures().stream().map(ReasonText::text).collect(Collectors.joining(";", "(", ")"));
    return reason.site().map(at -> at + ":").orElse("")
        + reason.caution()
        + (reason.figures().isEmpty() ? "" : figures);
  }

  private static Prediction.Reason reason(String word) {
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
    return new Prediction.Reason(
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
