package org.murmurstream.model.m2d;

import ai.djl.Device;
import java.util.List;
import java.util.Map;
import org.murmurstream.model.Pcm;
import org.murmurstream.model.audio.FrontEndConfig;
import org.murmurstream.model.tensor.Tensor;

/**
 * Embeds recordings: front end and M2D encoder on one device.
 *
 * <p>An embedding depends on nothing but its recording: it is the same to the last bit whatever
 * other recordings are embedded in the same call. An encoder belongs to one thread.
 */
public final class M2dEncoder implements AutoCloseable {

  private final FrontEndConfig frontEnd;
  private final EncoderConfig config;

  /**
   * Copies the weights to the device.
   *
   * @param weights the encoder's tensors under the names of the official state dictionary; {@code
   *     EncoderWeights} lists and checks them
   * @throws IllegalArgumentException if front end and encoder disagree on the number of bands, or a
   *     tensor is missing, unknown or of another shape
   */
  public M2dEncoder(
      FrontEndConfig frontEnd, EncoderConfig config, Map<String, Tensor> weights, Device device) {
    this.frontEnd = frontEnd;
    this.config = config;
  }

  public FrontEndConfig frontEnd() {
    return frontEnd;
  }

  public EncoderConfig config() {
    return config;
  }

  /**
   * Embeds recordings of any sample rate.
   *
   * @return one embedding for each recording, in order
   * @throws org.murmurstream.model.UserException if a recording is too short to have a spectrogram
   *     or longer than an hour
   */
  public List<Embedding> embed(List<Pcm> recordings) {
    if (recordings.isEmpty()) {
      return List.of();
    }
    throw new UnsupportedOperationException("not yet");
  }

  /** Frees the weights. */
  @Override
  public void close() {}
}
