package org.murmurstream.trainer;

import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.murmurstream.model.Pcm;
import org.murmurstream.model.dataset.Exam;
import org.murmurstream.model.dataset.ExamSource;
import org.murmurstream.model.dataset.SiteRecording;
import org.murmurstream.schemas.Diagnosis;
import org.murmurstream.schemas.Murmur;
import org.murmurstream.schemas.Site;

/** Eighteen patients, six of each class, with some seconds of noise at one site each. */
public record NoisyPatients(int seconds) implements ExamSource {

  private static final List<Murmur> FINDINGS =
      List.of(Murmur.PRESENT, Murmur.UNKNOWN, Murmur.ABSENT);

  @Override
  public List<String> patientIds() {
    return IntStream.range(100, 118).mapToObj(Integer::toString).toList();
  }

  @Override
  public Exam examine(String patientId, int visit) {
    int number = Integer.parseInt(patientId);
    Diagnosis finding =
        Diagnosis.newBuilder()
            .setPatientId(patientId)
            .setMurmur(FINDINGS.get(number % FINDINGS.size()))
            .build();
    var random = new Random(number);
    var samples = new short[seconds * 4000];
    for (int i = 0; i < samples.length; i++) {
      samples[i] = (short) (1000 * random.nextGaussian());
    }
    var recording = new SiteRecording(Site.AV, 0, new Pcm(4000, samples), List.of());
    return new Exam(
        Exam.idOf(patientId, visit), patientId, List.of(recording), Optional.of(finding));
  }
}
