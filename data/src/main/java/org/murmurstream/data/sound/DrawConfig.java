package org.murmurstream.data.sound;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;

/**
 * What may happen to a recording that is drawn for training, in this order: each with a probability
 * of its own, 0 for never, and within a range.
 *
 * @param crop only a part is left
 * @param echoes of a room
 * @param lowPass as a bell or a phone
 * @param highPass as a diaphragm
 * @param noise white or pink, as often
 * @param hum of the mains, of 50 or 60 Hz as often, half of it with harmonics
 * @param dropouts pieces that are lost
 * @param bits of a sample
 * @param coding sent with few bits
 * @param level another level
 * @param silence at both ends
 */
public record DrawConfig(
    Crop crop,
    Echoes echoes,
    LowPass lowPass,
    HighPass highPass,
    Noise noise,
    Hum hum,
    Dropouts dropouts,
    Bits bits,
    Coding coding,
    Level level,
    Silence silence) {

  /** What teaches a model to hear through the circumstances of the world. */
  public static final DrawConfig STANDARD =
      new DrawConfig(
          new Crop(0.4, new Range(4, 20)),
          new Echoes(0, new Whole(10, 100), new Range(0.05, 0.3), new Range(0.05, 0.35)),
          new LowPass(0.35, new Range(150, 900), new Whole(1, 8)),
          new HighPass(0.25, new Range(20, 150), new Whole(1, 3)),
          new Noise(0.4, new Range(5, 35)),
          new Hum(0.2, new Range(5, 25)),
          new Dropouts(0.2, new Range(0, 0.15), new Range(0.05, 0.3)),
          new Bits(0.3, new Whole(7, 16)),
          new Coding(0, new Range(0.05, 1)),
          new Level(0.5, new Range(0.005, 1)),
          new Silence(0.3, new Range(0, 8)));

  /** One thing that may happen. */
  interface Kind {

    double probability();

    /** How it happens this time. */
    Distortion draw(Random random);
  }

  /** The same, but every sample stays in its place: for what is learnt moment by moment. */
  public DrawConfig withoutChangeOfLength() {
    return new DrawConfig(
        new Crop(0, crop.seconds()),
        echoes,
        lowPass,
        highPass,
        noise,
        hum,
        dropouts,
        bits,
        coding,
        level,
        new Silence(0, silence.seconds()));
  }

  /** By name, in the order in which they happen. */
  Map<String, Kind> kinds() {
    var kinds = new LinkedHashMap<String, Kind>();
    kinds.put("crop", crop);
    kinds.put("echoes", echoes);
    kinds.put("lowPass", lowPass);
    kinds.put("highPass", highPass);
    kinds.put("noise", noise);
    kinds.put("hum", hum);
    kinds.put("dropouts", dropouts);
    kinds.put("bits", bits);
    kinds.put("coding", coding);
    kinds.put("level", level);
    kinds.put("silence", silence);
    return kinds;
  }

  /** From the least to the greatest. */
  public record Range(double least, double greatest) {

    public Range {
      if (!(least <= greatest)) {
        throw new IllegalArgumentException(
            "a range ascends, unlike %s to %s".formatted(least, greatest));
      }
    }

    double draw(Random random) {
      return Chance.between(least, greatest, random);
    }

    double drawLogarithm(Random random) {
      return Chance.logBetween(least, greatest, random);
    }
  }

  /** Whole numbers from the first to the last. */
  public record Whole(int first, int last) {

    public Whole {
      if (first > last) {
        throw new IllegalArgumentException(
            "a range ascends, unlike %d to %d".formatted(first, last));
      }
    }

    int draw(Random random) {
      return Chance.whole(first, last, random);
    }
  }

  /** How many seconds are left, from anywhere. */
  public record Crop(double probability, Range seconds) implements Kind {

    public Crop {
      check(probability);
    }

    @Override
    public Distortion draw(Random random) {
      return Distortions.crop(seconds.draw(random));
    }
  }

  /** How many, how long they last, and the deviation of the gain of the strongest. */
  public record Echoes(double probability, Whole count, Range seconds, Range strength)
      implements Kind {

    public Echoes {
      check(probability);
    }

    @Override
    public Distortion draw(Random random) {
      return Distortions.echoes(count.draw(random), seconds.draw(random), strength.draw(random));
    }
  }

  /** The corner, evenly in its logarithm, and the order of a Butterworth filter. */
  public record LowPass(double probability, Range hertz, Whole order) implements Kind {

    public LowPass {
      check(probability);
    }

    @Override
    public Distortion draw(Random random) {
      return Distortions.lowPass(order.draw(random), hertz.drawLogarithm(random));
    }
  }

  /** The corner and the order of a Butterworth filter. */
  public record HighPass(double probability, Range hertz, Whole order) implements Kind {

    public HighPass {
      check(probability);
    }

    @Override
    public Distortion draw(Random random) {
      return Distortions.highPass(order.draw(random), hertz.draw(random));
    }
  }

  /** How far below the sound it is. */
  public record Noise(double probability, Range decibelsBelow) implements Kind {

    public Noise {
      check(probability);
    }

    @Override
    public Distortion draw(Random random) {
      double decibels = decibelsBelow.draw(random);
      return random.nextBoolean()
          ? Distortions.whiteNoise(decibels)
          : Distortions.pinkNoise(decibels);
    }
  }

  /** How far below the sound it is. */
  public record Hum(double probability, Range decibelsBelow) implements Kind {

    public Hum {
      check(probability);
    }

    @Override
    public Distortion draw(Random random) {
      double decibels = decibelsBelow.draw(random);
      double hertz = random.nextBoolean() ? 50 : 60;
      return random.nextBoolean()
          ? Distortions.tone(hertz, decibels)
          : Distortions.harmonicHum(hertz, decibels);
    }
  }

  /** Which share of pieces of which length. */
  public record Dropouts(double probability, Range share, Range pieceSeconds) implements Kind {

    public Dropouts {
      check(probability);
    }

    @Override
    public Distortion draw(Random random) {
      return Distortions.dropouts(share.draw(random), pieceSeconds.draw(random));
    }
  }

  /** How many are left of 16. */
  public record Bits(double probability, Whole left) implements Kind {

    public Bits {
      check(probability);
    }

    @Override
    public Distortion draw(Random random) {
      return Distortions.steps(1 << (Short.SIZE - left.draw(random)));
    }
  }

  /** The step of {@link Distortions#spectralCoding}, evenly in its logarithm. */
  public record Coding(double probability, Range step) implements Kind {

    public Coding {
      check(probability);
    }

    @Override
    public Distortion draw(Random random) {
      return Distortions.spectralCoding(step.drawLogarithm(random));
    }
  }

  /** The factor, evenly in its logarithm. */
  public record Level(double probability, Range factor) implements Kind {

    public Level {
      check(probability);
    }

    @Override
    public Distortion draw(Random random) {
      return Distortions.gain(factor.drawLogarithm(random));
    }
  }

  /** How long it is at either end. */
  public record Silence(double probability, Range seconds) implements Kind {

    public Silence {
      check(probability);
    }

    @Override
    public Distortion draw(Random random) {
      return Distortions.silence(seconds.draw(random), seconds.draw(random), 0);
    }
  }

  private static void check(double probability) {
    if (!(probability >= 0 && probability <= 1)) {
      throw new IllegalArgumentException("a probability is 0 to 1, not " + probability);
    }
  }
}
