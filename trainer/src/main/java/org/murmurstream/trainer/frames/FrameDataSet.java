package org.murmurstream.trainer.frames;

import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.murmurstream.core.CycleInterval;
import org.murmurstream.core.Diagnosis;
import org.murmurstream.core.MurmurClass;
import org.murmurstream.core.MurmurDescription;
import org.murmurstream.core.Sha256;
import org.murmurstream.core.UserException;
import org.murmurstream.data.ExamRecordings;
import org.murmurstream.data.ExamSource;
import org.murmurstream.data.LabelledPatient;
import org.murmurstream.data.SiteRecording;
import org.murmurstream.model.audio.FrontEndConfig;
import org.murmurstream.model.audio.Levelled;
import org.murmurstream.model.audio.Spectrogram;
import org.murmurstream.trainer.learning.FrameTargets;
import org.murmurstream.trainer.learning.TrainingRecording;
import org.murmurstream.trainer.run.PcmDigest;
import org.murmurstream.trainer.run.ProgressWatch;

/**
 * Labelled patients with the spectrograms and frame targets of their recordings.
 *
 * <p>A recording of a patient with a murmur is labelled Present where the murmur is heard; the
 * other sites of such a patient count as Absent, with little weight, and teach nothing about
 * murmurs frame by frame.
 */
public final class FrameDataSet {

  private static final double UNLISTED_WEIGHT = 0.3;
  private static final String SOUND = "sound";

  private final List<Entry> entries;

  private FrameDataSet(List<Entry> entries) {
    this.entries = entries;
  }

  /**
   * A recording of a patient.
   *
   * @param name unique among the recordings, and a file name
   * @param patient whose it is
   * @param recording what is learnt from
   * @param audio digest of its samples
   */
  public record Entry(
      String name, LabelledPatient patient, TrainingRecording recording, String audio) {
    @Override
    public String toString() {
      return "Entry[" + recording.spectrogram() + "]";
    }
  }

  /**
   * Reads all patients of a source.
   *
   * @throws UserException if a patient has no diagnosis
   */
  public static FrameDataSet read(
      ExamSource source, FeatureStore features, ProgressWatch progress) {
    return read(source, features, Optional.empty(), progress);
  }

  /**
   * The same with distortions of each recording.
   *
   * @param draws which; empty for none
   * @throws UserException if a patient has no diagnosis
   */
  public static FrameDataSet read(
      ExamSource source, FeatureStore features, Optional<Draws> draws, ProgressWatch progress) {
    var entries = new ArrayList<Entry>();
    List<String> ids = source.patientIds();
    for (int i = 0; i < ids.size(); i++) {
      ExamRecordings exam = source.examine(ids.get(i), 1);
      Diagnosis diagnosis =
          exam.diagnosis()
              .orElseThrow(
                  () -> new UserException("a patient has no label; training needs one for each"));
      var patient = LabelledPatient.of(diagnosis);
      for (SiteRecording recording : exam.recordings()) {
        String name = recording.nameOf(exam.patientId());
        entries.add(
            new Entry(
                name,
                patient,
                training(name, recording, diagnosis, features, draws),
                PcmDigest.of(SOUND, recording.audio())));
      }
      progress.at("Reading", i + 1, ids.size(), "");
    }
    return new FrameDataSet(entries);
  }

  public List<Entry> entries() {
    return entries;
  }

  public List<LabelledPatient> patients() {
    return entries.stream().map(Entry::patient).distinct().toList();
  }

  /**
   * Digest of all that is learnt from: 64 hexadecimal digits. Sounds count by their samples, so
   * that it is the same on every machine.
   */
  String sha256() throws IOException {
    return Sha256.of(
        sink -> {
          var data = new DataOutputStream(sink);
          for (Entry entry : entries) {
            write(entry, data);
          }
        });
  }

  private static void write(Entry entry, DataOutputStream data) throws IOException {
    data.writeUTF(entry.name());
    data.writeUTF(entry.patient().subject());
    data.writeUTF(entry.patient().label().name());
    data.writeUTF(entry.audio());
    data.writeUTF(entry.recording().label().name());
    data.writeDouble(entry.recording().weight());
    data.write(entry.recording().targets().states());
    data.write(entry.recording().targets().murmur());
  }

  private static TrainingRecording training(
      String name,
      SiteRecording recording,
      Diagnosis diagnosis,
      FeatureStore features,
      Optional<Draws> draws) {
    MurmurClass patient = diagnosis.murmur();
    boolean heard = diagnosis.murmurLocations().contains(recording.site());
    boolean unlisted = patient == MurmurClass.PRESENT && !heard;
    FrameTargets.Murmur murmur = murmur(patient, heard, diagnosis);
    FrontEndConfig frontEnd = features.config();
    var distorted = new ArrayList<TrainingRecording.Sight>();
    draws.ifPresent(
        some ->
            some.ofRecording(name, recording.audio())
                .forEach(
                    pcm ->
                        distorted.add(
                            sight(features.features(pcm), recording.marks(), murmur, frontEnd))));
    return new TrainingRecording(
        sight(features.features(recording.audio()), recording.marks(), murmur, frontEnd),
        distorted,
        unlisted ? MurmurClass.ABSENT : patient,
        unlisted ? UNLISTED_WEIGHT : 1);
  }

  /** What was cut out of a recording is cut out of its marks. */
  private static TrainingRecording.Sight sight(
      FeatureStore.Features features,
      List<CycleInterval> marks,
      FrameTargets.Murmur murmur,
      FrontEndConfig frontEnd) {
    List<CycleInterval> staying =
        marks.stream()
            .map(
                mark ->
                    new CycleInterval(
                        staying(mark.startSeconds(), features, frontEnd),
                        staying(mark.endSeconds(), features, frontEnd),
                        mark.phase()))
            .toList();
    Spectrogram spectrogram = features.spectrogram();
    double hop = (double) frontEnd.hopSize() / frontEnd.sampleRateHz();
    return new TrainingRecording.Sight(
        spectrogram, FrameTargets.of(staying, spectrogram.frames(), hop, murmur));
  }

  private static double staying(
      double seconds, FeatureStore.Features features, FrontEndConfig frontEnd) {
    return features.cuts().isEmpty()
        ? seconds
        : Levelled.staying(seconds, features.cuts(), frontEnd.sampleRateHz());
  }

  private static FrameTargets.Murmur murmur(
      MurmurClass patient, boolean heard, Diagnosis diagnosis) {
    if (patient == MurmurClass.ABSENT) {
      return new FrameTargets.Murmur.None();
    }
    if (!heard) {
      return new FrameTargets.Murmur.NotKnown();
    }
    return diagnosis
        .systolic()
        .flatMap(MurmurDescription::timing)
        .flatMap(FrameTargets.Timing::of)
        .<FrameTargets.Murmur>map(FrameTargets.Murmur.Heard::new)
        .orElseGet(FrameTargets.Murmur.NotKnown::new);
  }
}
