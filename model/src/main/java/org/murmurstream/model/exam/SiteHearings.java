package org.murmurstream.model.exam;

import java.util.EnumSet;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import org.murmurstream.model.AuscultationSite;
import org.murmurstream.model.Caution;
import org.murmurstream.model.SiteHearing;
import org.murmurstream.model.audio.SignalQuality;

/**
 * Makes the hearing of a site from those of its recordings, each heard by itself.
 *
 * <p>Only usable recordings count as soon as there is one: a second try at a site replaces a spoilt
 * first. The embedding is the mean over recordings, durations and dropouts are summed, all other
 * figures are means weighted by duration; a committee's evidence is put in a row. The order of the
 * list decides how sums are rounded, so recordings are always merged in the order of their numbers.
 */
public final class SiteHearings {

  private SiteHearings() {}

  /**
   * Merges.
   *
   * @param recordings the hearings of the recordings of one site, by number; at least one
   */
  public static SiteHearing merge(List<SiteHearing> recordings) {
    List<SiteHearing> usable = recordings.stream().filter(SiteHearing::usable).toList();
    List<SiteHearing> counted = usable.isEmpty() ? recordings : usable;
    if (counted.size() == 1) {
      return counted.get(0);
    }
    AuscultationSite site = counted.get(0).site();
    Set<Caution> cautions = EnumSet.noneOf(Caution.class);
    counted.forEach(hearing -> cautions.addAll(hearing.cautions()));
    return new SiteHearing(
        site,
        usable.isEmpty() ? new float[0] : meanEmbedding(usable),
        counted.stream().mapToInt(SiteHearing::recordings).sum(),
        quality(counted.stream().map(SiteHearing::quality).toList()),
        !usable.isEmpty(),
        List.copyOf(cautions),
        usable.stream().flatMap(hearing -> hearing.evidence().stream()).toList());
  }

  private static float[] meanEmbedding(List<SiteHearing> hearings) {
    double[] sum = new double[hearings.get(0).embedding().length];
    int recordings = 0;
    for (SiteHearing hearing : hearings) {
      float[] embedding = hearing.embedding();
      for (int i = 0; i < sum.length; i++) {
        sum[i] += (double) embedding[i] * hearing.recordings();
      }
      recordings += hearing.recordings();
    }
    float[] mean = new float[sum.length];
    for (int i = 0; i < sum.length; i++) {
      mean[i] = (float) (sum[i] / recordings);
    }
    return mean;
  }

  private static SignalQuality quality(List<SignalQuality> parts) {
    return new SignalQuality(
        parts.stream().mapToDouble(SignalQuality::seconds).sum(),
        mean(parts, SignalQuality::clippedShare),
        mean(parts, SignalQuality::silentShare),
        parts.stream().mapToInt(SignalQuality::dropouts).sum(),
        meanOfPresent(parts, SignalQuality::snrDb),
        meanOfPresent(parts, SignalQuality::heartRateBpm));
  }

  private static OptionalDouble meanOfPresent(
      List<SignalQuality> parts, Function<SignalQuality, OptionalDouble> figure) {
    List<SignalQuality> present =
        parts.stream().filter(part -> figure.apply(part).isPresent()).toList();
    return present.isEmpty()
        ? OptionalDouble.empty()
        : OptionalDouble.of(mean(present, part -> figure.apply(part).getAsDouble()));
  }

  private static double mean(List<SignalQuality> parts, ToDoubleFunction<SignalQuality> figure) {
    double weights = 0;
    double sum = 0;
    for (SignalQuality part : parts) {
      weights += part.seconds();
      sum += part.seconds() * figure.applyAsDouble(part);
    }
    return weights > 0 ? sum / weights : figure.applyAsDouble(parts.get(0));
  }
}
