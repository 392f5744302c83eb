package org.murmurstream.core;

import java.util.OptionalDouble;

/**
 * Quality of a recording, or of those of one site, measured on the samples alone. Of a model that
 * cuts recordings into heart beats the heart rate is theirs.
 *
 * @param seconds duration of audio, in seconds
 * @param clippedShare share of samples at or next to full scale in runs, 0 to 1
 * @param silentShare share of time without any signal, 0 to 1
 * @param dropouts number of runs of constant samples longer than a heart sound leaves
 * @param snrDb estimated signal-to-noise ratio in decibels, if it could be estimated
 * @param heartRateBpm heart rate in beats per minute: one over the median length of usable heart
 *     cycles where a model found any, else by envelope autocorrelation, if plausible
 */
public record SignalQuality(
    double seconds,
    double clippedShare,
    double silentShare,
    int dropouts,
    OptionalDouble snrDb,
    OptionalDouble heartRateBpm) {

  /** The same quality with a heart rate found otherwise. */
  public SignalQuality withHeartRate(double beatsPerMinute) {
    return new SignalQuality(
        seconds, clippedShare, silentShare, dropouts, snrDb, OptionalDouble.of(beatsPerMinute));
  }
}
