package org.murmurstream.trainer.pretrain;

import java.util.Map;
import org.murmurstream.model.encoder.Encoder;
import org.murmurstream.model.tensor.Tensor;

/**
 * An encoder to go on with.
 *
 * @param companions target encoder and decoder of its pre-training, where they are known
 */
public record Known(Encoder encoder, Map<String, Tensor> companions) {}
