package org.murmurstream.core;

import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/**
 * What a model found at one site: the evidence of its recordings, put together.
 *
 * <p>Only usable recordings count as soon as there is one: a second try at a site replaces a spoilt
 * first. The embedding is the mean over recordings, durations and dropouts are summed, all other
 * figures are means weighted by duration; details are put in a row. The order of the recordings
 * decides how sums are rounded, so they always come in the order of their numbers.
 *
 * @param site the site
 * @param embedding the site's token: mean over its recordings; empty if not usable
 * @param recordings number of recordings behind it
 * @param quality signal quality over all of them
 * @param usable whether this site may take part in a decision
 * @param cautions why it is not usable, or what to be careful about, in the order of the enum
 * @param details {@link Evidence#detail()} of each usable recording that has any
 */
@SuppressWarnings("ArrayRecordComponent") // a feature vector is passed on, never compared
public record SiteEvidence(
    AuscultationSite site,
    float[] embedding,
    int recordings,
    SignalQuality quality,
    boolean usable,
    List<Caution> cautions,
    List<byte[]> details) {

  public SiteEvidence {
    cautions = List.copyOf(cautions);
    details = List.copyOf(details);
  }

  /**
   * Puts the evidence of a site together.
   *
   * @param recordings the evidence of each recording of one site, by number; at least one
   */
  public static SiteEvidence of(List<Evidence> recordings) {
    List<Evidence> usable = recordings.stream().filter(Evidence::usable).toList();
    List<Evidence> counted = usable.isEmpty() ? recordings : usable;
    Set<Caution> cautions = EnumSet.noneOf(Caution.class);
    counted.forEach(evidence -> cautions.addAll(evidence.cautions()));
    return new SiteEvidence(
        counted.get(0).site(),
        meanEmbedding(usable),
        counted.size(),
        quality(counted.stream().map(Evidence::quality).toList()),
        !usable.isEmpty(),
        List.copyOf(cautions),
        usable.stream().map(Evidence::detail).filter(detail -> detail.length > 0).toList());
  }

  /**
   * Puts the evidence of an exam together.
   *
   * @param recordings the evidence of each recording, those of one site by number
   * @return sites in order
   */
  public static Map<AuscultationSite, SiteEvidence> bySite(Collection<Evidence> recordings) {
    Map<AuscultationSite, List<Evidence>> apart = new EnumMap<>(AuscultationSite.class);
    for (Evidence recording : recordings) {
      apart.computeIfAbsent(recording.site(), site -> new ArrayList<>()).add(recording);
    }
    Map<AuscultationSite, SiteEvidence> together = new EnumMap<>(AuscultationSite.class);
    apart.forEach((site, of) -> together.put(site, of(of)));
    return together;
  }

  @Override
  public String toString() {
    return "SiteEvidence[%s, %d values, %d recordings, %s, usable=%s, %s]"
        .formatted(site, embedding.length, recordings, quality, usable, cautions);
  }

  private static float[] meanEmbedding(List<Evidence> usable) {
    if (usable.size() <= 1) {
      return usable.isEmpty() ? new float[0] : usable.get(0).embedding();
    }
    double[] sum = new double[usable.get(0).embedding().length];
    for (Evidence evidence : usable) {
      for (int i = 0; i < sum.length; i++) {
        sum[i] += evidence.embedding()[i];
      }
    }
    float[] mean = new float[sum.length];
    for (int i = 0; i < sum.length; i++) {
      mean[i] = (float) (sum[i] / usable.size());
    }
    return mean;
  }

  private static SignalQuality quality(List<SignalQuality> parts) {
    if (parts.size() == 1) {
      return parts.get(0);
    }
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
