package org.murmurstream.sim;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.murmurstream.model.Pcm;
import org.murmurstream.model.dataset.Exam;
import org.murmurstream.model.dataset.ExamSource;
import org.murmurstream.model.dataset.SiteRecording;
import org.murmurstream.schemas.CycleInterval;
import org.murmurstream.schemas.CyclePhase;
import org.murmurstream.schemas.Diagnosis;
import org.murmurstream.schemas.Murmur;
import org.murmurstream.schemas.Site;

/** Small exams for tests. */
final class Exams implements ExamSource {

  static final int HERTZ = 1000;

  private final List<String> patientIds;

  Exams(List<String> patientIds) {
    this.patientIds = patientIds;
  }

  @Override
  public List<String> patientIds() {
    return patientIds;
  }

  @Override
  public Exam examine(String patientId, int visit) {
    return of(patientId, visit, 2500, 1000);
  }

  /** Recordings of AV, MV, AV, MV and so on, of so many samples each. */
  static Exam of(String patientId, int visit, int... samples) {
    List<SiteRecording> recordings = new ArrayList<>();
    for (int i = 0; i < samples.length; i++) {
      short[] audio = new short[samples[i]];
      for (int n = 0; n < audio.length; n++) {
        audio[n] = (short) (n * 31 + i);
      }
      Site site = i % 2 == 0 ? Site.AV : Site.MV;
      List<CycleInterval> marks =
          i == 0
              ? List.of(
                  CycleInterval.newBuilder()
                      .setStartSeconds(0.5)
                      .setEndSeconds(0.6)
                      .setPhase(CyclePhase.S1)
                      .build())
              : List.of();
      recordings.add(new SiteRecording(site, i / 2, new Pcm(HERTZ, audio), marks));
    }
    String examId = Exam.idOf(patientId, visit);
    Diagnosis diagnosis =
        Diagnosis.newBuilder()
            .setPatientId(patientId)
            .setExamId(examId)
            .setMurmur(Murmur.ABSENT)
            .build();
    return new Exam(examId, patientId, recordings, Optional.of(diagnosis));
  }
}
