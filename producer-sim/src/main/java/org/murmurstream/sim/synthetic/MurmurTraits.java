package org.murmurstream.sim.synthetic;

import java.util.List;
import java.util.Optional;
import org.murmurstream.core.CyclePhase;
import org.murmurstream.core.MurmurDescription;
import org.murmurstream.sim.Rng;

/**
 * A murmur as a clinician describes it. The enums spell their values as the CirCor data set does.
 *
 * @param phase SYSTOLE or DIASTOLE
 */
record MurmurTraits(
    CyclePhase phase, Timing timing, Shape shape, Pitch pitch, Quality quality, Grade grade) {

  enum Timing {
    EARLY("Early-", 0, 0.55),
    MID("Mid-", 0.25, 0.8),
    LATE("Late-", 0.5, 1),
    WHOLE("Holo", 0, 1);

    private final String prefix;

    /** Where in the phase it starts and ends, 0 to 1. */
    final double from;

    final double to;

    Timing(String prefix, double from, double to) {
      this.prefix = prefix;
      this.from = from;
      this.to = to;
    }
  }

  enum Shape {
    CRESCENDO("Crescendo"),
    DECRESCENDO("Decrescendo"),
    DIAMOND("Diamond"),
    PLATEAU("Plateau");

    private final String spelling;

    Shape(String spelling) {
      this.spelling = spelling;
    }

    /** Amplitude at a place within the murmur, both 0 to 1. */
    double at(double place) {
      return switch (this) {
        case CRESCENDO -> 0.15 + 0.85 * place;
        case DECRESCENDO -> 1 - 0.85 * place;
        case DIAMOND -> 1 - 0.85 * Math.abs(2 * place - 1);
        case PLATEAU -> 0.75;
      };
    }
  }

  enum Pitch {
    LOW("Low", 80),
    MEDIUM("Medium", 140),
    HIGH("High", 220);

    private final String spelling;
    final double hertz;

    Pitch(String spelling, double hertz) {
      this.spelling = spelling;
      this.hertz = hertz;
    }
  }

  enum Quality {
    HARSH("Harsh"),
    BLOWING("Blowing"),
    MUSICAL("Musical");

    private final String spelling;

    Quality(String spelling) {
      this.spelling = spelling;
    }
  }

  /** Loudness; decibels are relative to the patient's S1, at the site where it is loudest. */
  enum Grade {
    I("I", -6.5),
    II("II", -6.5),
    III("III", 5);

    private final String numeral;
    final double decibels;

    Grade(String numeral, double decibels) {
      this.numeral = numeral;
      this.decibels = decibels;
    }
  }

  /** A systolic murmur, each trait about as often as among the data set's children. */
  static MurmurTraits systolic(Rng rng) {
    Timing timing =
        rng.pick(
            List.of(
                Timing.WHOLE, Timing.WHOLE, Timing.WHOLE, Timing.EARLY, Timing.EARLY, Timing.MID));
    if (rng.chance(0.05)) {
      timing = Timing.LATE;
    }
    Shape shape =
        switch (timing) {
          case LATE -> Shape.CRESCENDO;
          case MID -> Shape.DIAMOND;
          default ->
              rng.pick(List.of(Shape.PLATEAU, Shape.PLATEAU, Shape.DIAMOND, Shape.DECRESCENDO));
        };
    Quality quality =
        rng.chance(0.04) ? Quality.MUSICAL : rng.pick(List.of(Quality.HARSH, Quality.BLOWING));
    return new MurmurTraits(
        CyclePhase.SYSTOLE,
        timing,
        shape,
        rng.pick(List.of(Pitch.LOW, Pitch.LOW, Pitch.MEDIUM, Pitch.HIGH)),
        quality,
        rng.pick(List.of(Grade.I, Grade.I, Grade.II, Grade.III)));
  }

  /** The flow in every systole; far softer than its grade says. */
  static MurmurTraits innocentFlow() {
    return new MurmurTraits(
        CyclePhase.SYSTOLE, Timing.WHOLE, Shape.DECRESCENDO, Pitch.MEDIUM, Quality.HARSH, Grade.I);
  }

  /** An early diastolic murmur, as of a leaking aortic or pulmonary valve. */
  static MurmurTraits diastolic(Rng rng) {
    return new MurmurTraits(
        CyclePhase.DIASTOLE,
        rng.chance(0.8) ? Timing.EARLY : Timing.MID,
        Shape.DECRESCENDO,
        rng.pick(List.of(Pitch.LOW, Pitch.MEDIUM, Pitch.HIGH)),
        rng.chance(0.7) ? Quality.BLOWING : Quality.HARSH,
        rng.pick(List.of(Grade.I, Grade.II, Grade.III)));
  }

  MurmurDescription description() {
    boolean systolic = phase == CyclePhase.SYSTOLE;
    return new MurmurDescription(
        Optional.of(timing.prefix + (systolic ? "systolic" : "diastolic")),
        Optional.of(shape.spelling),
        Optional.of(grade.numeral + (systolic ? "/VI" : "/IV")),
        Optional.of(pitch.spelling),
        Optional.of(quality.spelling));
  }
}
