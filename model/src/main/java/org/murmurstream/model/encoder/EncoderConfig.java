package org.murmurstream.model.encoder;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.murmurstream.model.tensor.Parameters;
import org.murmurstream.model.tensor.Tensor;
import org.murmurstream.model.tensor.TensorCheck;

/**
 * Geometry of an encoder of any kind: all that others need to know of it. An encoder makes columns
 * of a spectrogram, in order of time, each of so many frames.
 */
public interface EncoderConfig {

  /** Mel bands of the input. */
  int bands();

  /** Frames the encoder takes at a time; longer recordings are cut. */
  int frames();

  /** Frames that a column stands for, at most {@link #frames}. */
  int framesPerColumn();

  /** Length of a column, and so of a clip embedding. */
  int embeddingWidth();

  /** Names and shapes of all tensors. */
  Map<String, long[]> shapes();

  /** Names of the tensors that are computed, never learnt. */
  Set<String> fixed();

  /** Names of the tensors of the first layers, which make tokens of spectrograms. */
  Set<String> inputLayers();

  /** Untrained weights; the same seed gives the same bits on every machine. */
  Map<String, Tensor> seeded(long seed);

  /**
   * The network as a function of its parameters.
   *
   * @param parameters the tensors of {@link #shapes}; others may be among them
   */
  EncoderNetwork network(Parameters parameters);

  /**
   * What keeps these tensors from being the weights of this encoder, one clause for each missing,
   * unknown, misshapen or not finite tensor; empty if nothing does.
   */
  default List<String> complaints(Map<String, Tensor> weights) {
    return TensorCheck.complaints(shapes(), weights);
  }

  /** The tensors of this encoder, of those of a larger model. */
  default Map<String, Tensor> of(Map<String, Tensor> weights) {
    var own = new LinkedHashMap<>(weights);
    own.keySet().retainAll(shapes().keySet());
    return own;
  }
}
