package org.murmurstream.core;

/** Why a site was not used, or why a verdict deserves care. */
public enum Caution {
  MISSING_SITE,
  GAPS,
  TOO_SHORT,
  POOR_SIGNAL,
  CLIPPED,
  SILENT,
  LOW_MARGIN,
  UNTRAINED_MODEL,
  MODEL_FAILURE,
  /** The sample rate cannot carry the band that the model listens to: not used. */
  NARROW_BAND,
  /** The sound has another colour than any that was learnt from, as through another stethoscope. */
  UNFAMILIAR_SOUND,
  /** The steps of the samples are coarse beside the sound. */
  COARSE_SOUND,
  /** Little is left to hear once silence and dropouts are taken away. */
  SHORT_SOUND,
  /** A notable share of the sound has dropped out. */
  DROPOUTS,
  /** The weights say Absent, but not surely enough for such sound: the verdict is Unknown. */
  ABSENT_DOUBTED,
  /** The weights say Present, but not surely enough for such sound: the verdict is Unknown. */
  PRESENT_DOUBTED
}
