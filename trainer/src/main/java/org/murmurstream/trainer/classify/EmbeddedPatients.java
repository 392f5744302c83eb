package org.murmurstream.trainer.classify;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.murmurstream.model.AuscultationSite;
import org.murmurstream.model.UserException;
import org.murmurstream.model.dataset.Exam;
import org.murmurstream.model.dataset.ExamSource;
import org.murmurstream.model.dataset.SiteRecording;
import org.murmurstream.schemas.Diagnosis;
import org.murmurstream.trainer.dense.DenseDataSet;
import org.murmurstream.trainer.dense.Folds;
import org.murmurstream.trainer.dense.MurmurLabels;

/** Reads labelled patients, first who they are and then as an encoder hears them. */
public final class EmbeddedPatients {

  private EmbeddedPatients() {}

  /**
   * Reads everything once and keeps who the patients are, so that nothing is embedded in vain.
   *
   * @throws UserException if a patient has no label or no recording
   */
  public static List<Folds.Patient> labels(ExamSource source) {
    var patients = new ArrayList<Folds.Patient>();
    List<String> ids = source.patientIds();
    int unlabelled = 0;
    int empty = 0;
    for (String id : ids) {
      Exam exam = source.examine(id, 1);
      Optional<Diagnosis> diagnosis = exam.diagnosis();
      unlabelled += diagnosis.isEmpty() ? 1 : 0;
      empty += exam.recordings().isEmpty() ? 1 : 0;
      diagnosis.ifPresent(found -> patients.add(patient(id, found)));
    }
    if (unlabelled > 0 || empty > 0) {
      throw new UserException(
          "of %d exams %d have no label and %d no recording; training needs both of each"
              .formatted(ids.size(), unlabelled, empty));
    }
    return patients;
  }

  /**
   * Embeds patients, with one recording's samples in memory at a time.
   *
   * @param patients as {@link #labels} told them
   */
  public static List<EmbeddedPatient> embed(
      ExamSource source,
      List<Folds.Patient> patients,
      EmbeddingStore embeddings,
      DenseDataSet.Progress progress)
      throws IOException {
    var embedded = new ArrayList<EmbeddedPatient>();
    for (Folds.Patient patient : patients) {
      var recordings = new ArrayList<EmbeddedPatient.Recording>();
      for (SiteRecording recording : source.examine(patient.patientId(), 1).recordings()) {
        recordings.add(
            new EmbeddedPatient.Recording(
                AuscultationSite.valueOf(recording.site().name()),
                embeddings.windows(recording.audio())));
      }
      embedded.add(new EmbeddedPatient(patient, recordings));
      progress.done(embedded.size(), patients.size());
    }
    return embedded;
  }

  private static Folds.Patient patient(String id, Diagnosis diagnosis) {
    return new Folds.Patient(
        id, Optional.ofNullable(diagnosis.getSubjectId()).orElse(id), MurmurLabels.of(diagnosis));
  }
}
