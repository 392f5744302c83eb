package org.murmurstream.trainer.frames;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import org.murmurstream.core.Pcm;
import org.murmurstream.model.audio.FrontEnd;
import org.murmurstream.model.audio.FrontEndConfig;
import org.murmurstream.model.audio.Spectrogram;
import org.murmurstream.model.tensor.Tensor;
import org.murmurstream.trainer.run.TensorCache;

/**
 * Spectrograms on disk, by digest of front end and audio, so that each is computed once. Belongs to
 * one thread; several processes may share a folder.
 */
public final class FeatureStore {

  private final FrontEnd frontEnd;
  private final TensorCache cache;

  public FeatureStore(Path folder, FrontEnd frontEnd) throws IOException {
    this.frontEnd = frontEnd;
    int bands = frontEnd.config().bands();
    this.cache =
        new TensorCache(
            folder,
            "spectrogram",
            frontEnd.config(),
            tensor -> tensor.hasShape(bands, tensor.data().length / bands));
  }

  public FrontEndConfig config() {
    return frontEnd.config();
  }

  /**
   * The spectrogram of a recording, from disk if it has been computed before.
   *
   * @throws org.murmurstream.core.UserException if what is on disk is damaged
   */
  public Spectrogram spectrogram(Pcm recording) {
    try {
      Tensor tensor = cache.of(recording, this::compute);
      return new Spectrogram((int) tensor.shape()[0], (int) tensor.shape()[1], tensor.data());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Tensor compute(Pcm recording) {
    Spectrogram spectrogram = frontEnd.spectrogram(recording);
    long[] shape = {spectrogram.bands(), spectrogram.frames()};
    return new Tensor(shape, spectrogram.values());
  }
}
