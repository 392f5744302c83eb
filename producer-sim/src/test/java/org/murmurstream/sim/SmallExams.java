package org.murmurstream.sim;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.murmurstream.core.AuscultationSite;
import org.murmurstream.core.CycleInterval;
import org.murmurstream.core.CyclePhase;
import org.murmurstream.core.Diagnosis;
import org.murmurstream.core.MurmurClass;
import org.murmurstream.core.Pcm;
import org.murmurstream.data.ExamRecordings;
import org.murmurstream.data.ExamSource;
import org.murmurstream.data.SiteRecording;

/** Small exams for tests. */
final class SmallExams implements ExamSource {

  static final int HERTZ = 1000;

  private final List<String> patientIds;

  SmallExams(List<String> patientIds) {
    this.patientIds = patientIds;
  }

  @Override
  public List<String> patientIds() {
    return patientIds;
  }

  @Override
  public ExamRecordings examine(String patientId, int visit) {
    return of(patientId, visit, 2500, 1000);
  }

  /** Recordings of AV, MV, AV, MV and so on, of so many samples each. */
  static ExamRecordings of(String patientId, int visit, int... samples) {
    List<SiteRecording> recordings = new ArrayList<>();
    for (int i = 0; i < samples.length; i++) {
      short[] audio = new short[samples[i]];
      for (int n = 0; n < audio.length; n++) {
        audio[n] = (short) (n * 31 + i);
      }
      AuscultationSite site = i % 2 == 0 ? AuscultationSite.AV : AuscultationSite.MV;
      List<CycleInterval> marks =
          i == 0 ? List.of(new CycleInterval(0.5, 0.6, CyclePhase.S1)) : List.of();
      recordings.add(new SiteRecording(site, i / 2, new Pcm(HERTZ, audio), marks));
    }
    String examId = ExamRecordings.idOf(patientId, visit);
    Diagnosis diagnosis = Diagnosis.of(patientId, MurmurClass.ABSENT).ofExam(patientId, examId);
    return new ExamRecordings(examId, patientId, recordings, Optional.of(diagnosis));
  }
}
