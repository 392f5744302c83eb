package org.murmurstream.local.foreign;

import static java.util.stream.Collectors.toMap;

import java.util.Collection;
import java.util.List;
import java.util.OptionalDouble;
import org.murmurstream.model.AuscultationSite;
import org.murmurstream.model.Ear;
import org.murmurstream.model.ModelIdentity;
import org.murmurstream.model.MurmurClass;
import org.murmurstream.model.Pcm;
import org.murmurstream.model.Probabilities;
import org.murmurstream.model.SiteAudio;
import org.murmurstream.model.SiteHearing;
import org.murmurstream.model.Verdict;
import org.murmurstream.model.Verdict.SiteShare;
import org.murmurstream.model.audio.SignalQuality;

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
  public List<SiteHearing> listen(List<SiteAudio> batch) {
    return batch.stream().map(LoudnessEar::listen).toList();
  }

  private static SiteHearing listen(SiteAudio audio) {
    double seconds = audio.recordings().stream().mapToDouble(Pcm::seconds).sum();
    var quality =
        new SignalQuality(seconds, 0, 0, 0, OptionalDouble.of(20), OptionalDouble.empty());
    return new SiteHearing(
        audio.site(), new float[] {1}, audio.recordings().size(), quality, true, List.of());
  }

  @Override
  public Verdict decide(Collection<SiteHearing> heard) {
    var shares =
        heard.stream()
            .filter(SiteHearing::usable)
            .map(SiteHearing::site)
            .collect(
                toMap(
                    (AuscultationSite site) -> site,
                    site -> new SiteShare(ABSENT, 1.0 / heard.size())));
    return new Verdict(MurmurClass.ABSENT, ABSENT, shares, List.of());
  }

  @Override
  public void close() {}
}
