package org.murmurstream.integration.foreign;

import static java.util.stream.Collectors.toMap;

import java.util.Collection;
import java.util.List;
import java.util.OptionalDouble;
import org.murmurstream.core.AuscultationSite;
import org.murmurstream.core.DecisionRule;
import org.murmurstream.core.Ear;
import org.murmurstream.core.Evidence;
import org.murmurstream.core.ModelIdentity;
import org.murmurstream.core.Probabilities;
import org.murmurstream.core.Ruling;
import org.murmurstream.core.SignalQuality;
import org.murmurstream.core.SiteAudio;
import org.murmurstream.core.SiteEvidence;
import org.murmurstream.core.Verdict;
import org.murmurstream.core.Verdict.SiteShare;

/**
 * An ear that takes everything for a healthy heart: what travels is tested here, not what is heard.
 */
final class LoudnessEar implements Ear {

  private static final Probabilities ABSENT = new Probabilities(0.25, 0.25, 0.5);

  @Override
  public ModelIdentity identity() {
    return new ModelIdentity("loudness", "0".repeat(64), "0".repeat(64), false);
  }

  @Override
  public List<Evidence> listen(List<SiteAudio> batch) {
    return batch.stream().map(LoudnessEar::listen).toList();
  }

  private static Evidence listen(SiteAudio audio) {
    var quality =
        new SignalQuality(
            audio.pcm().seconds(), 0, 0, 0, OptionalDouble.of(20), OptionalDouble.empty());
    return new Evidence(audio.site(), new float[] {1}, quality, true, List.of());
  }

  @Override
  public Verdict decide(Collection<SiteEvidence> heard) {
    var shares =
        heard.stream()
            .filter(SiteEvidence::usable)
            .map(SiteEvidence::site)
            .collect(
                toMap(
                    (AuscultationSite site) -> site,
                    site -> new SiteShare(ABSENT, 1.0 / heard.size())));
    return new Verdict(ABSENT, shares, List.of(), Ruling.of(DecisionRule.MOST_LIKELY), List.of());
  }

  @Override
  public void close() {}
}
