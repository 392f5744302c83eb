package org.murmurstream.model.audio;

import java.util.OptionalDouble;

/**
 * Quality of one site's recordings, measured on the samples alone by {@link SignalQualityMeter},
 * which says how.
 *
 * @param seconds duration of audio, in seconds
 * @param clippedShare share of samples at or next to full scale in runs, 0 to 1
 * @param silentShare share of time without any signal, 0 to 1
 * @param dropouts number of runs of constant samples longer than a heart sound leaves
 * @param snrDb estimated signal-to-noise ratio in decibels, if it could be estimated
 * @param heartRateBpm heart rate in beats per minute by envelope autocorrelation, if plausible
 */
public record SignalQuality(
    double seconds,
    double clippedShare,
    double silentShare,
    int dropouts,
    OptionalDouble snrDb,
    OptionalDouble heartRateBpm) {}
