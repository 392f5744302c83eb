package org.murmurstream.trainer.learning;

/**
 * Crops of recordings with what is to be said of them. All weights of a part of the loss are scaled
 * so that they sum to 1 over the batch.
 *
 * @param crops how many
 * @param spectrograms {@code [crops, bands, frames]}
 * @param kept the tokens kept of each crop, {@code [crops, gridBands * keptColumns]}
 * @param states weight of each phase at each kept frame, {@code [crops, keptFrames, 4]}
 * @param annotatableWeights {@code [crops, keptFrames]}
 * @param annotatable weights where the frame is marked, 0 elsewhere
 * @param murmurWeights {@code [crops, keptFrames]}
 * @param murmur weights where there is a murmur, 0 elsewhere
 * @param recordings weight of each class, {@code [crops, 3]}
 */
@SuppressWarnings("ArrayRecordComponent") // read once, never compared
public record FrameBatch(
    int crops,
    float[] spectrograms,
    long[] kept,
    float[] states,
    float[] annotatableWeights,
    float[] annotatable,
    float[] murmurWeights,
    float[] murmur,
    float[] recordings) {}
