package org.murmurstream.model.frames;

import ai.djl.ndarray.NDArray;
import org.murmurstream.model.encoder.EncoderNetwork;
import org.murmurstream.model.tensor.Parameters;

/** An encoder with a frame head on its columns, as a function of their parameters. */
final class FrameNetwork {

  private final EncoderNetwork encoder;
  private final FrameHead head;

  /**
   * @param parameters the tensors of both
   */
  FrameNetwork(FrameNetworkConfig config, Parameters parameters) {
    this.encoder = config.encoder().network(parameters);
    this.head = new FrameHead(config.head(), parameters);
  }

  /**
   * One forward pass, without dropout.
   *
   * @param spectrograms normalised, {@code [batch, bands, columns * framesPerColumn]}
   */
  FrameHead.Output forward(NDArray spectrograms) {
    return head.forward(encoder.columns(spectrograms), false);
  }
}
