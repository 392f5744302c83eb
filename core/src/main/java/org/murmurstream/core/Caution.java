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
  MODEL_FAILURE
}
