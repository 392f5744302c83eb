package org.murmurstream.model.audio;

/** How pitch grows with frequency, which spaces the bands of a mel filter bank. */
public enum MelScale {
  /** Linear below 1000 Hz, logarithmic above (Slaney's Auditory Toolbox). */
  SLANEY {
    @Override
    double mel(double hz) {
      return hz < BREAK_HZ
          ? hz / LINEAR_HZ_PER_MEL
          : BREAK_MEL + Math.log(hz / BREAK_HZ) / LOG_STEP;
    }

    @Override
    double hz(double mel) {
      return mel < BREAK_MEL
          ? mel * LINEAR_HZ_PER_MEL
          : BREAK_HZ * Math.exp((mel - BREAK_MEL) * LOG_STEP);
    }
  },

  /** {@code 2595 log10(1 + f / 700)}, the scale of HTK. */
  HTK {
    @Override
    double mel(double hz) {
      return 2595 * Math.log10(1 + hz / 700);
    }

    @Override
    double hz(double mel) {
      return 700 * (Math.pow(10, mel / 2595) - 1);
    }
  };

  private static final double BREAK_HZ = 1000;
  private static final double LINEAR_HZ_PER_MEL = 200.0 / 3;
  private static final double BREAK_MEL = 15;
  private static final double LOG_STEP = Math.log(6.4) / 27;

  abstract double mel(double hz);

  abstract double hz(double mel);
}
