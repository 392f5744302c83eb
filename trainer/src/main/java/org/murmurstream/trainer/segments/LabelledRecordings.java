package org.murmurstream.trainer.segments;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.murmurstream.core.Pcm;
import org.murmurstream.data.ExamSource;
import org.murmurstream.data.LabelledPatient;
import org.murmurstream.data.SiteRecording;
import org.murmurstream.data.split.Split;
import org.murmurstream.model.audio.Spectrogram;
import org.murmurstream.trainer.run.ProgressWatch;

/** All recordings of all patients as one front end hears them. */
public final class LabelledRecordings {

  private final List<LabelledRecording> recordings;

  private LabelledRecordings(List<LabelledRecording> recordings) {
    this.recordings = recordings;
  }

  /**
   * Reads recordings.
   *
   * @param patients whose, each of whom has one at least
   * @param spectrograms what makes a spectrogram of a recording
   */
  public static LabelledRecordings read(
      ExamSource source,
      List<LabelledPatient> patients,
      Function<Pcm, Spectrogram> spectrograms,
      ProgressWatch progress) {
    var recordings = new ArrayList<LabelledRecording>();
    for (int i = 0; i < patients.size(); i++) {
      LabelledPatient patient = patients.get(i);
      for (SiteRecording recording : source.examine(patient.patientId(), 1).recordings()) {
        recordings.add(
            new LabelledRecording(
                patient, recording.site(), spectrograms.apply(recording.audio())));
      }
      progress.at("Reading", i + 1, patients.size(), "");
    }
    return new LabelledRecordings(recordings);
  }

  /** The recordings of a subset's patients. */
  List<LabelledRecording> of(Split split, Split.Subset subset) {
    return recordings.stream()
        .filter(recording -> split.of(recording.patient()) == subset)
        .toList();
  }
}
