package org.murmurstream.trainer.committee;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.murmurstream.data.LabelledPatient;
import org.murmurstream.model.beats.BeatSpectrum;
import org.murmurstream.model.committee.FrameSummary;
import org.murmurstream.model.committee.SoundFigures;

/**
 * The evidence of a recording in a row of numbers: the summary of the frames, the figures of the
 * sound, then the beat spectrum of each fold, NaN where a fold found no beat.
 */
final class Packed {

  private static final int FRAMES = 7;
  private static final int SOUND = SoundFigures.SOUND.size();
  private static final int QUALITY = SoundFigures.QUALITY.size();
  private static final int MEASURES = 3;
  private static final int BEFORE_BEATS = FRAMES + SOUND + QUALITY + MEASURES;

  private Packed() {}

  static float[] pack(
      FrameSummary frames, SoundFigures figures, List<Optional<BeatSpectrum>> beats) {
    var values = new float[BEFORE_BEATS + beats.size() * BeatSpectrum.SIZE];
    double[] summary = {
      frames.present(),
      frames.unknown(),
      frames.absent(),
      frames.murmur(),
      frames.annotatable(),
      frames.entropy(),
      frames.periodicity()
    };
    for (int i = 0; i < FRAMES; i++) {
      values[i] = (float) summary[i];
    }
    System.arraycopy(figures.sound(), 0, values, FRAMES, SOUND);
    System.arraycopy(figures.quality(), 0, values, FRAMES + SOUND, QUALITY);
    int next = FRAMES + SOUND + QUALITY;
    values[next++] = (float) figures.loudSteps();
    values[next++] = (float) figures.clearSeconds();
    values[next++] = (float) figures.maskedShare();
    for (Optional<BeatSpectrum> spectrum : beats) {
      if (spectrum.isPresent()) {
        System.arraycopy(spectrum.get().values(), 0, values, next, BeatSpectrum.SIZE);
      } else {
        Arrays.fill(values, next, next + BeatSpectrum.SIZE, Float.NaN);
      }
      next += BeatSpectrum.SIZE;
    }
    return values;
  }

  static LabelledEvidence unpack(
      float[] values, LabelledPatient patient, int fold, LabelledEvidence.Role role) {
    var frames =
        new FrameSummary(
            values[0], values[1], values[2], values[3], values[4], values[5], values[6]);
    int next = FRAMES + SOUND + QUALITY;
    var figures =
        new SoundFigures(
            Arrays.copyOfRange(values, FRAMES, FRAMES + SOUND),
            Arrays.copyOfRange(values, FRAMES + SOUND, next),
            values[next],
            values[next + 1],
            values[next + 2]);
    var beats = new ArrayList<Optional<BeatSpectrum>>();
    for (int at = BEFORE_BEATS; at < values.length; at += BeatSpectrum.SIZE) {
      beats.add(Float.isNaN(values[at]) ? Optional.empty() : Optional.of(spectrum(values, at)));
    }
    return new LabelledEvidence(patient, fold, role, frames, figures, beats);
  }

  private static BeatSpectrum spectrum(float[] values, int at) {
    int third = BeatSpectrum.BANDS;
    return new BeatSpectrum(
        Arrays.copyOfRange(values, at, at + third),
        Arrays.copyOfRange(values, at + third, at + 2 * third),
        Arrays.copyOfRange(values, at + 2 * third, at + 3 * third));
  }
}
