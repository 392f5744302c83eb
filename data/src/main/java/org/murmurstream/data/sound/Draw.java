package org.murmurstream.data.sound;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import org.murmurstream.core.Pcm;

/**
 * What happened to the recordings of one patient, drawn once: each goes through the same filters,
 * at the same level and so on; the noise, and where pieces are lost, are its own. Each kind of
 * thing is drawn by itself, so that the probability of one says nothing of the others.
 */
public final class Draw {

  private final int number;
  private final Map<String, Distortion> steps;

  private Draw(int number, Map<String, Distortion> steps) {
    this.number = number;
    this.steps = steps;
  }

  /**
   * Draws.
   *
   * @param name of whatever is to have the same happen to it: the id of a patient, or the name of a
   *     recording
   * @param number tells draws of the same name apart
   */
  public static Draw of(DrawConfig config, String name, int number) {
    var steps = new LinkedHashMap<String, Distortion>();
    config
        .kinds()
        .forEach(
            (step, kind) -> {
              Random random = Chance.of("draw", name, number, step);
              if (random.nextDouble() < kind.probability()) {
                steps.put(step, kind.draw(random));
              }
            });
    return new Draw(number, steps);
  }

  /**
   * A recording as this draw leaves it, rounded to 16 bits.
   *
   * @param recordingName tells the patient's recordings apart
   */
  public Pcm apply(Pcm recording, String recordingName) {
    Sound sound = Sound.of(recording);
    for (Map.Entry<String, Distortion> step : steps.entrySet()) {
      Random random = Chance.of("recording", recordingName, number, step.getKey());
      sound = step.getValue().of(sound, random);
    }
    return sound.toPcm();
  }

  /** What happens, without the name of whom it happens to. */
  @Override
  public String toString() {
    return "Draw[" + number + ", " + steps.keySet() + "]";
  }
}
