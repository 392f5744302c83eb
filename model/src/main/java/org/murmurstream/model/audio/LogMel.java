package org.murmurstream.model.audio;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.convolutional.Conv1d;
import org.murmurstream.model.tensor.Scoped;

/**
 * Log-mel spectrograms on a device: a windowed Fourier transform as a strided convolution, squared,
 * summed into mel bands, {@code ln(power + offset)}.
 */
final class LogMel implements AutoCloseable {

  private final FrontEndConfig config;
  private final NDManager manager;
  private final NDArray transform;
  private final NDArray melBank;

  LogMel(FrontEndConfig config, Device device) {
    this.config = config;
    int bins = config.fftSize() / 2 + 1;
    manager = NDManager.newBaseManager(device);
    try (NDArray kernels =
            manager.create(fourierKernels(config), new Shape(2L * bins, 1, config.fftSize()));
        NDArray bank =
            manager.create(MelFilterBank.matrix(config), new Shape(config.bands(), bins))) {
      transform = kernels.duplicate();
      // Applied to real and imaginary squares alike, which adds them up.
      melBank = bank.concat(bank, 1);
    }
  }

  /**
   * The spectrograms of equally long pieces of waveforms.
   *
   * @param waves shape {@code [batch, samples]}
   * @return shape {@code [batch, bands, 1 + (samples - fftSize) / hopSize]}, not normalised, in the
   *     manager of the waves
   */
  NDArray compute(NDArray waves) {
    return Scoped.compute(
        waves.getManager(),
        () -> {
          NDArray spectrum =
              Conv1d.conv1d(waves.expandDims(1), transform, null, new Shape(config.hopSize()))
                  .singletonOrThrow();
          return melBank.matMul(spectrum.square()).add(config.logOffset()).log();
        });
  }

  @Override
  public void close() {
    manager.close();
  }

  /** Window times cosine for every bin, then window times sine. */
  private static float[] fourierKernels(FrontEndConfig config) {
    int size = config.fftSize();
    int bins = size / 2 + 1;
    int start = (size - config.windowSize()) / 2;
    var kernels = new float[2 * bins * size];
    for (int i = 0; i < config.windowSize(); i++) {
      double window = 0.5 - 0.5 * StrictMath.cos(2 * Math.PI * i / config.windowSize());
      for (int bin = 0; bin < bins; bin++) {
        double angle = 2 * Math.PI * ((long) bin * (start + i) % size) / size;
        int at = bin * size + start + i;
        kernels[at] = (float) (window * StrictMath.cos(angle));
        kernels[bins * size + at] = (float) (window * StrictMath.sin(angle));
      }
    }
    return kernels;
  }
}
