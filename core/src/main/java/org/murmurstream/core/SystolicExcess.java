package org.murmurstream.core;

import java.util.List;

/**
 * How far systole stands above the heart's own silence in diastole, in decibels, by band, for each
 * third of systole.
 *
 * @param bandEdgesHz edges of the n bands in hertz, rising; n + 1 values
 * @param earlyDb first third of systole, n values
 * @param midDb middle third
 * @param lateDb last third
 */
public record SystolicExcess(
    List<Double> bandEdgesHz, List<Double> earlyDb, List<Double> midDb, List<Double> lateDb) {

  public SystolicExcess {
    bandEdgesHz = List.copyOf(bandEdgesHz);
    earlyDb = List.copyOf(earlyDb);
    midDb = List.copyOf(midDb);
    lateDb = List.copyOf(lateDb);
  }

  /** Derived from a patient's audio: nothing of it is ever printed. */
  @Override
  public String toString() {
    return "SystolicExcess[" + earlyDb.size() + " bands]";
  }
}
