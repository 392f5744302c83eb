package org.murmurstream.trainer.committee;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.murmurstream.core.Diagnosis;
import org.murmurstream.core.UserException;
import org.murmurstream.data.ExamRecordings;
import org.murmurstream.data.ExamSource;
import org.murmurstream.data.LabelledPatient;
import org.murmurstream.data.SiteRecording;
import org.murmurstream.data.split.Folds;
import org.murmurstream.model.audio.Spectrogram;
import org.murmurstream.model.frames.FrameOutputs;
import org.murmurstream.trainer.frames.FeatureStore;
import org.murmurstream.trainer.frames.FinishedRun;
import org.murmurstream.trainer.frames.FrameOutputFiles;
import org.murmurstream.trainer.run.ProgressWatch;

/**
 * Reads what the networks of a cross-validation heard in the recordings of labelled patients, one
 * recording in memory at a time.
 */
public final class EvidenceReader {

  private final List<FinishedRun> runs;
  private final Folds folds;
  private final FeatureStore features;
  private final double frameSeconds;

  /**
   * @param runs cross-validations over the same folds, at least one; what the networks of a fold
   *     say is averaged
   */
  public EvidenceReader(List<FinishedRun> runs, FeatureStore features) {
    this.runs = List.copyOf(runs);
    this.folds = runs.get(0).folds();
    this.features = features;
    this.frameSeconds = features.config().frameSeconds();
  }

  /** Number of folds. */
  public int folds() {
    return folds.count();
  }

  /**
   * Reads all patients of a source.
   *
   * @throws UserException if a patient has no diagnosis, is in no fold, or a network has not heard
   *     all recordings
   */
  public List<LabelledEvidence> read(ExamSource source, ProgressWatch progress) throws IOException {
    var heard = new ArrayList<LabelledEvidence>();
    List<String> ids = source.patientIds();
    for (int i = 0; i < ids.size(); i++) {
      ExamRecordings exam = source.examine(ids.get(i), 1);
      Diagnosis diagnosis = diagnosis(exam);
      var patient = LabelledPatient.of(diagnosis);
      for (SiteRecording recording : exam.recordings()) {
        heard.add(heard(patient, LabelledEvidence.Role.of(diagnosis, recording.site()), recording));
      }
      progress.at("Reading", i + 1, ids.size(), "");
    }
    return heard;
  }

  /**
   * The findings of a patient.
   *
   * @throws UserException if there are none
   */
  static Diagnosis diagnosis(ExamRecordings exam) {
    return exam.diagnosis()
        .orElseThrow(() -> new UserException("a patient has no label; fitting needs one for each"));
  }

  private LabelledEvidence heard(
      LabelledPatient patient, LabelledEvidence.Role role, SiteRecording recording)
      throws IOException {
    int own = folds.of(patient.patientId());
    FeatureStore.Features sound = features.features(recording.audio());
    Spectrogram spectrogram = sound.spectrogram();
    String name = recording.nameOf(patient.patientId());
    var evidence =
        FoldEvidence.of(folds.count(), own, spectrogram, frameSeconds, fold -> outputs(fold, name));
    return new LabelledEvidence(
        patient, own, role, evidence.frames(), sound.figures().orElseThrow(), evidence.beats());
  }

  private FrameOutputs outputs(int fold, String name) throws IOException {
    var outputs = new ArrayList<FrameOutputs>();
    for (FinishedRun run : runs) {
      outputs.add(FrameOutputFiles.read(run.fold(fold).outputs(name)));
    }
    return FrameOutputs.mean(outputs);
  }
}
