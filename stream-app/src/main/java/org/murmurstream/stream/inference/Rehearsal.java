package org.murmurstream.stream.inference;

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
 * Lets an ear hear and decide what is known to be well: before it is trusted with an exam, so that
 * what is slow the first time is slow then, and when it has failed, to tell an ear that fails on
 * everything from an exam that makes every ear fail.
 */
public final class Rehearsal {

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
  public static Ear passed(Ear ear) {
    try {
      hear(ear);
      return ear;
    } catch (RuntimeException | Error e) {
      ear.close();
      throw e;
    }
  }

  /**
   * Lets it hear seeded noise.
   *
   * @throws EarException if it fails
   */
  static void hear(Ear ear) {
    List<Evidence> heard =
        new CheckedEar(ear).listen(List.of(new SiteAudio(AuscultationSite.MV, noise())));
    if (heard.get(0).usable()) {
      ear.decide(List.of(SiteEvidence.of(heard)));
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
