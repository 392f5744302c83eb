package org.murmurstream.model.committee;

import java.util.OptionalDouble;

/**
 * All that the decision on a patient needs of one recording.
 *
 * @param frames what the networks say
 * @param sound what the sound is like
 * @param beats probability of a murmur by the beat classifier, 0 to 1; empty where no beat was
 *     found
 */
public record RecordingEvidence(FrameSummary frames, SoundSummary sound, OptionalDouble beats) {}
