package org.murmurstream.trainer.pretrain;

import java.util.Map;
import java.util.Optional;
import org.murmurstream.model.tensor.Tensor;
import org.murmurstream.trainer.learning.LearnerState;
import org.murmurstream.trainer.learning.PretrainingConfig;
import org.murmurstream.trainer.learning.PretrainingWeights;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The weights a pre-training begins with: random, the target encoder's other ones than the
 * encoder's, but for what a trained encoder brings along. If that brings no target encoder, the
 * target is a copy of it, which is what averaging would have made of it; a random target would pull
 * it away from what it knows.
 */
final class PretrainingStart {

  private static final Logger LOG = LoggerFactory.getLogger(PretrainingStart.class);

  private static final String TARGET = "target_";
  private static final String DECODER = "decoder_";
  private static final String MASK_TOKEN = "mask_token";

  private final Map<String, Tensor> weights;
  private final Known given;

  private PretrainingStart(Map<String, Tensor> weights, Known given) {
    this.weights = weights;
    this.given = given;
  }

  static LearnerState of(PretrainingConfig config, Optional<Known> from, long seed) {
    Map<String, Tensor> weights =
        PretrainingWeights.seeded(config.encoder(), config.decoder(), seed);
    from.ifPresent(given -> new PretrainingStart(weights, given).take());
    return LearnerState.fresh(weights);
  }

  private void take() {
    given.encoder().weights().forEach(this::put);
    boolean target = brings(TARGET);
    boolean decoder = brings(DECODER) && brings(MASK_TOKEN);
    given
        .companions()
        .forEach(
            (name, tensor) -> {
              if (name.startsWith(TARGET) ? target : decoder) {
                put(name, tensor);
              }
            });
    if (!target) {
      weights.replaceAll(
          (name, tensor) ->
              name.startsWith(TARGET) ? weights.get(name.substring(TARGET.length())) : tensor);
    }
    LOG.atInfo()
        .addKeyValue("target", target ? "given" : "copy of the encoder")
        .addKeyValue("decoder", decoder ? "given" : "random")
        .log("starting from a trained encoder");
  }

  /** Tables of positions belong to this run's length of crops, and are not learnt. */
  private void put(String name, Tensor tensor) {
    if (!name.endsWith("pos_embed")) {
      weights.put(name, tensor);
    }
  }

  /** Whether all tensors of a part are given, each of the shape that is needed. */
  private boolean brings(String prefix) {
    return weights.entrySet().stream()
        .filter(entry -> entry.getKey().startsWith(prefix) && !entry.getKey().endsWith("pos_embed"))
        .allMatch(
            entry -> {
              Tensor tensor = given.companions().get(entry.getKey());
              return tensor != null && tensor.hasShape(entry.getValue().shape());
            });
  }
}
