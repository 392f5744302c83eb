package org.murmurstream.cli.demo;

import java.time.Duration;
import org.murmurstream.schemas.MurmurPrediction;

/**
 * An answer as a reader saw it.
 *
 * @param prediction what was published
 * @param latency from the broker's time of the last chunk until a reader of committed records had
 *     it
 */
public record Answer(MurmurPrediction prediction, Duration latency) {}
