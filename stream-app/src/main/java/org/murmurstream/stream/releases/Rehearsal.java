package org.murmurstream.stream.releases;

import java.util.List;
import java.util.Random;
import org.murmurstream.core.AuscultationSite;
import org.murmurstream.core.CheckedEar;
import org.murmurstream.core.Ear;
import org.murmurstream.core.EarException;
import org.murmurstream.core.Evidence;
import org.murmurstream.core.Pcm;
import org.murmurstream.core.SiteAudio;
import org.murmurstream.core.SiteEvidence;

/**
 * Lets an ear hear and decide once before it is trusted with an exam: what is slow the first time
 * is slow now, and an ear that fails on everything fails here.
 */
final class Rehearsal {

  private static final int SAMPLE_RATE_HZ = 4000;
  private static final int SECONDS = 10;
  private static final int LOUDNESS = 3000;

  private Rehearsal() {}

  /**
   * Lets it hear seeded noise.
   *
   * @return the same ear; it is closed if it throws
   * @throws EarException if it fails
   */
  static Ear passed(Ear ear) {
    try {
      List<Evidence> heard =
          new CheckedEar(ear).listen(List.of(new SiteAudio(AuscultationSite.MV, noise())));
      if (heard.get(0).usable()) {
        ear.decide(List.of(SiteEvidence.of(heard)));
      }
      return ear;
    } catch (RuntimeException | Error e) {
      ear.close();
      throw e;
    }
  }

  private static Pcm noise() {
    var random = new Random(0);
    var samples = new short[SAMPLE_RATE_HZ * SECONDS];
    for (int i = 0; i < samples.length; i++) {
      samples[i] = (short) (LOUDNESS * random.nextGaussian() / 3);
    }
    return new Pcm(SAMPLE_RATE_HZ, samples);
  }
}
