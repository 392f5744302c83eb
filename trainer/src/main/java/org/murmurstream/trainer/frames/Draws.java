package org.murmurstream.trainer.frames;

import java.util.ArrayList;
import java.util.List;
import org.murmurstream.core.Pcm;
import org.murmurstream.data.sound.Draw;
import org.murmurstream.data.sound.DrawConfig;

/**
 * Recordings as other circumstances would have left them, by chance but always the same.
 *
 * @param config what may happen to a recording
 * @param count distortions of each
 */
public record Draws(DrawConfig config, int count) {

  /** Three to train a network on, four to fit what follows it. */
  public static final Draws TO_TRAIN = new Draws(DrawConfig.STANDARD.withoutChangeOfLength(), 3);

  /** What follows a network meets parts of recordings, and silence around them, as well. */
  public static final Draws TO_DECIDE = new Draws(DrawConfig.STANDARD, 4);

  public Draws {
    if (count < 0) {
      throw new IllegalArgumentException("the number of draws must not be negative");
    }
  }

  /** Each recording goes its own way. */
  List<Pcm> ofRecording(String name, Pcm recording) {
    var distorted = new ArrayList<Pcm>();
    for (int draw = 0; draw < count; draw++) {
      distorted.add(Draw.of(config, name, draw).apply(recording, name));
    }
    return distorted;
  }

  /** All recordings of a patient go the same way. */
  public Pcm ofPatient(String patientId, int draw, String name, Pcm recording) {
    return Draw.of(config, patientId, draw).apply(recording, name);
  }
}
