package org.murmurstream.proof.rig.deployment;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.murmurstream.core.AuscultationSite;
import org.murmurstream.core.Pcm;
import org.murmurstream.data.ExamRecordings;
import org.murmurstream.data.ExamSource;
import org.murmurstream.data.SiteRecording;
import org.murmurstream.sim.Rng;

/**
 * Exams of seeded noise, of one to five recordings of varied length: as good as hearts to a stub,
 * and made in no time.
 */
public final class NoiseExams implements ExamSource {

  private static final int RATE_HZ = 4000;
  private static final int LOUDNESS = 6000;

  private final String prefix;
  private final int count;
  private final long seed;
  private final double longestSeconds;
  private final OptionalInt firstSample;

  private NoiseExams(
      String prefix, int count, long seed, double longestSeconds, OptionalInt firstSample) {
    this.prefix = prefix;
    this.count = count;
    this.seed = seed;
    this.longestSeconds = longestSeconds;
    this.firstSample = firstSample;
  }

  /**
   * Exams of other names than those of another prefix.
   *
   * @param prefix begins the patients' ids
   * @param count how many patients
   * @param longestSeconds length of the longest recordings; the shortest have half a second
   */
  public static NoiseExams of(String prefix, int count, long seed, double longestSeconds) {
    return new NoiseExams(prefix, count, seed, longestSeconds, OptionalInt.empty());
  }

  /** The same exams, but that the first recording of each begins with this sample. */
  public NoiseExams beginningWith(short sample) {
    return new NoiseExams(prefix, count, seed, longestSeconds, OptionalInt.of(sample));
  }

  @Override
  public List<String> patientIds() {
    return IntStream.range(0, count)
        .mapToObj(number -> "%s-%05d".formatted(prefix, number))
        .toList();
  }

  @Override
  public ExamRecordings examine(String patientId, int visit) {
    String examId = ExamRecordings.idOf(patientId, visit);
    Rng rng = new Rng(seed).split(examId);
    List<AuscultationSite> sites = new ArrayList<>(AuscultationSite.STANDARD);
    while (sites.size() > 1 && rng.chance(0.3)) {
      sites.remove(rng.below(sites.size()));
    }
    List<SiteRecording> recordings = new ArrayList<>();
    for (AuscultationSite site : sites) {
      recordings.add(new SiteRecording(site, 0, noise(rng), List.of()));
      if (rng.chance(0.1)) {
        recordings.add(new SiteRecording(site, 1, noise(rng), List.of()));
      }
    }
    firstSample.ifPresent(sample -> recordings.get(0).audio().samples()[0] = (short) sample);
    return new ExamRecordings(examId, patientId, recordings, Optional.empty());
  }

  private Pcm noise(Rng rng) {
    short[] samples = new short[(int) (RATE_HZ * rng.uniform(0.5, Math.max(0.6, longestSeconds)))];
    for (int i = 0; i < samples.length; i++) {
      samples[i] = (short) rng.uniform(-LOUDNESS, LOUDNESS);
    }
    return new Pcm(RATE_HZ, samples);
  }
}
