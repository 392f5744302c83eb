package org.murmurstream.model.committee;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.ToDoubleFunction;
import org.murmurstream.core.Caution;
import org.murmurstream.core.DecisionRule;
import org.murmurstream.core.Doubt;
import org.murmurstream.core.Flag;
import org.murmurstream.core.Ruling;
import org.murmurstream.core.metrics.Quantiles;

/**
 * What a committee looks at in the sound of a patient's recordings, and from where on it calls for
 * care.
 *
 * @param sound names of the figures of the sound that the regressions are given, in order
 * @param quality names of the further figures that the regression for flagged sound is given
 * @param colour limits of familiar sound, by figure
 * @param leastLoudSteps sound of fewer steps is coarse
 * @param leastSeconds recordings with less to hear are short
 * @param mostMasked a greater share of dropouts is said, 0 to 1
 * @param leastBeats beats that are used at least where there are so many; the better half of more
 */
public record Scrutiny(
    List<String> sound,
    List<String> quality,
    Map<String, Range> colour,
    double leastLoudSteps,
    double leastSeconds,
    double mostMasked,
    int leastBeats) {

  /** Beats that are used at least: the median of fewer is noisy. */
  public static final int LEAST_BEATS = 12;

  /** The figures that tell of a stethoscope. */
  public static final List<String> COLOUR =
      List.of("bandLo", "bandMid", "bandHi", "deviation", "change", "tilt1", "tilt2", "hum");

  /** Names of the other figures that raise a flag. */
  private static final String LOUD_STEPS = "loudSteps";

  private static final String SECONDS = "seconds";
  private static final String MASKED_SHARE = "maskedShare";

  public Scrutiny {
    sound = List.copyOf(sound);
    quality = List.copyOf(quality);
    colour = new LinkedHashMap<>(colour); // keeps its order
    if (!sound.equals(SoundFigures.SOUND) || !quality.equals(SoundFigures.QUALITY)) {
      throw new IllegalArgumentException(
          "the figures are not those that are measured: %s and %s"
              .formatted(SoundFigures.SOUND, SoundFigures.QUALITY));
    }
    if (!COLOUR.containsAll(colour.keySet())) {
      throw new IllegalArgumentException("limits are those of " + COLOUR);
    }
    if (leastBeats < 1) {
      throw new IllegalArgumentException("leastBeats must be above 0, was " + leastBeats);
    }
  }

  /** The figures that are measured, with limits of some training. */
  public static Scrutiny of(Map<String, Range> colour) {
    return new Scrutiny(SoundFigures.SOUND, SoundFigures.QUALITY, colour, 5, 7, 0.02, LEAST_BEATS);
  }

  /** From one value to another, both familiar. */
  public record Range(double least, double greatest) {}

  /**
   * What calls for care in a patient's recordings, in the order of {@link Caution}.
   *
   * @param recordings at least one
   */
  public List<Flag> flags(List<SoundFigures> recordings) {
    var flags = new ArrayList<Flag>();
    var unfamiliar = new ArrayList<Flag.Figure>();
    colour.forEach(
        (name, range) ->
            unfamiliar.add(
                new Flag.Figure(
                    name,
                    median(recordings, one -> one.figure(name)),
                    OptionalDouble.of(range.least()),
                    OptionalDouble.of(range.greatest()))));
    raise(Caution.UNFAMILIAR_SOUND, unfamiliar, flags);
    raise(
        Caution.COARSE_SOUND,
        List.of(least(LOUD_STEPS, median(recordings, SoundFigures::loudSteps), leastLoudSteps)),
        flags);
    raise(
        Caution.SHORT_SOUND,
        List.of(least(SECONDS, median(recordings, SoundFigures::clearSeconds), leastSeconds)),
        flags);
    raise(
        Caution.DROPOUTS,
        List.of(
            new Flag.Figure(
                MASKED_SHARE,
                median(recordings, SoundFigures::maskedShare),
                OptionalDouble.empty(),
                OptionalDouble.of(mostMasked))),
        flags);
    return flags;
  }

  /**
   * How a verdict follows where these flags are raised.
   *
   * @param doubts what flags make of it
   */
  public static Ruling ruling(DecisionRule rule, List<Doubt> doubts, List<Flag> flags) {
    return new Ruling(
        rule, Optional.of(isDistorted(flags) ? Ruling.FLAGGED : Ruling.CLEAN), flags, doubts);
  }

  /** Whether the regression for flagged sound is to speak. */
  public static boolean isDistorted(List<Flag> flags) {
    return flags.stream().anyMatch(flag -> flag.caution() != Caution.DROPOUTS);
  }

  /**
   * The median of a figure over recordings; of an even number the mean of the two in the middle.
   */
  public static double median(
      List<SoundFigures> recordings, ToDoubleFunction<SoundFigures> figure) {
    return Quantiles.median(recordings.stream().mapToDouble(figure).toArray());
  }

  private static void raise(Caution caution, List<Flag.Figure> figures, List<Flag> flags) {
    List<Flag.Figure> beyond = figures.stream().filter(Flag.Figure::isBeyond).toList();
    if (!beyond.isEmpty()) {
      flags.add(new Flag(caution, beyond));
    }
  }

  private static Flag.Figure least(String name, double value, double least) {
    return new Flag.Figure(name, value, OptionalDouble.of(least), OptionalDouble.empty());
  }
}
