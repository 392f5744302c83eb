package org.murmurstream.trainer;

import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.murmurstream.core.AuscultationSite;
import org.murmurstream.core.Diagnosis;
import org.murmurstream.core.MurmurClass;
import org.murmurstream.core.Pcm;
import org.murmurstream.data.ExamRecordings;
import org.murmurstream.data.ExamSource;
import org.murmurstream.data.SiteRecording;

/** Eighteen patients, six of each class, with some seconds of noise at one site each. */
public record NoisyPatients(int seconds) implements ExamSource {

  private static final List<MurmurClass> FINDINGS =
      List.of(MurmurClass.PRESENT, MurmurClass.UNKNOWN, MurmurClass.ABSENT);

  @Override
  public List<String> patientIds() {
    return IntStream.range(100, 118).mapToObj(Integer::toString).toList();
  }

  @Override
  public ExamRecordings examine(String patientId, int visit) {
    int number = Integer.parseInt(patientId);
    Diagnosis finding = Diagnosis.of(patientId, FINDINGS.get(number % FINDINGS.size()));
    var random = new Random(number);
    var samples = new short[seconds * 4000];
    for (int i = 0; i < samples.length; i++) {
      samples[i] = (short) (1000 * random.nextGaussian());
    }
    var recording = new SiteRecording(AuscultationSite.AV, 0, new Pcm(4000, samples), List.of());
    return new ExamRecordings(
        ExamRecordings.idOf(patientId, visit), patientId, List.of(recording), Optional.of(finding));
  }
}
