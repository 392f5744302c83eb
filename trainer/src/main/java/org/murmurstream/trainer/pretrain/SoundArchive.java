package org.murmurstream.trainer.pretrain;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.murmurstream.core.UserException;
import org.murmurstream.data.FolderWalk;
import org.murmurstream.data.wav.WavFile;
import org.murmurstream.model.audio.Normalisation;
import org.murmurstream.model.audio.Spectrogram;
import org.murmurstream.trainer.frames.FeatureStore;
import org.murmurstream.trainer.run.ProgressWatch;

/**
 * Spectrograms of recordings of which nothing else is known: neither findings nor marks are looked
 * for. They are held in memory, some 35 MB for an hour at 48 bands and 50 frames a second, 115 MB
 * at M2D's 80 bands and 100 frames.
 */
public final class SoundArchive {

  private static final String SUFFIX = ".wav";

  private final List<Spectrogram> recordings;

  SoundArchive(List<Spectrogram> recordings) {
    this.recordings = new ArrayList<>(recordings);
  }

  /**
   * Finds the wav files in folders and those below, in the order of their names; hidden ones are
   * passed over.
   *
   * @throws UserException if a folder is none, or holds none
   */
  public static List<Path> find(List<Path> folders) throws IOException {
    var found = new ArrayList<Path>();
    for (Path folder : folders) {
      if (!Files.isDirectory(folder)) {
        throw new UserException("There is no folder " + folder + ".");
      }
      int before = found.size();
      FolderWalk.files(folder, Integer.MAX_VALUE).stream()
          .filter(FolderWalk::isWav)
          .forEach(found::add);
      if (found.size() == before) {
        throw new UserException(folder + " holds no recordings (*.wav)");
      }
    }
    return List.copyOf(found);
  }

  /** The patient by the name of a file, {@code <id>_<site>.wav}. */
  public static String patientId(Path file) {
    String name = file.getFileName().toString();
    int end = name.indexOf('_');
    return name.substring(0, end < 0 ? name.length() - SUFFIX.length() : end);
  }

  /**
   * Reads recordings.
   *
   * @throws UserException if one cannot be heard, naming it
   */
  public static SoundArchive read(List<Path> files, FeatureStore features, ProgressWatch progress) {
    var recordings = new ArrayList<Spectrogram>();
    for (Path file : files) {
      try {
        recordings.add(features.spectrogram(WavFile.read(file)));
      } catch (UserException e) {
        throw new UserException(
            "%s cannot be heard, mend it or take it away: %s".formatted(file, e.getMessage()), e);
      }
      progress.at("Reading", recordings.size(), files.size(), "");
    }
    return new SoundArchive(recordings);
  }

  public List<Spectrogram> recordings() {
    return List.copyOf(recordings);
  }

  /** Frames of all recordings together. */
  public long frames() {
    return recordings.stream().mapToLong(Spectrogram::frames).sum();
  }

  /** Mean and deviation of all values of all recordings. */
  public Normalisation statistics() {
    double count = 0;
    double sum = 0;
    double squares = 0;
    for (Spectrogram recording : recordings) {
      for (float value : recording.values()) {
        count++;
        sum += value;
        squares += (double) value * value;
      }
    }
    double mean = sum / count;
    return Normalisation.dataset(mean, Math.sqrt(squares / count - mean * mean));
  }

  /** Brings values to a common scale, for good. */
  public void normalise(Normalisation normalisation) {
    recordings.replaceAll(
        recording -> {
          float[] values = recording.values().clone();
          for (int i = 0; i < values.length; i++) {
            values[i] = (float) ((values[i] - normalisation.mean()) / normalisation.deviation());
          }
          return new Spectrogram(recording.bands(), recording.frames(), values);
        });
  }
}
