package org.murmurstream.core;

/** Age groups by pediatric convention. */
public enum AgeGroup {
  /** Up to 27 days. */
  NEONATE,
  /** 28 days to 1 year. */
  INFANT,
  /** 1 to 11 years. */
  CHILD,
  /** 12 to 18 years. */
  ADOLESCENT,
  /** 19 to 21 years. */
  YOUNG_ADULT
}
