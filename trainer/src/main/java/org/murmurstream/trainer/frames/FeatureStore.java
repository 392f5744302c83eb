package org.murmurstream.trainer.frames;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.murmurstream.core.Pcm;
import org.murmurstream.model.audio.FrontEnd;
import org.murmurstream.model.audio.FrontEndConfig;
import org.murmurstream.model.audio.Spectrogram;
import org.murmurstream.model.tensor.Safetensors;
import org.murmurstream.model.tensor.Tensor;

/**
 * Spectrograms on disk, by digest of front end and audio, so that each is computed once. Belongs to
 * one thread; several processes may share a folder.
 */
public final class FeatureStore {

  private static final String TENSOR = "spectrogram";

  private final Path folder;
  private final FrontEnd frontEnd;

  public FeatureStore(Path folder, FrontEnd frontEnd) throws IOException {
    this.folder = Files.createDirectories(folder);
    this.frontEnd = frontEnd;
  }

  public FrontEndConfig config() {
    return frontEnd.config();
  }

  /** The spectrogram of a recording, from disk if it has been computed before. */
  public Spectrogram spectrogram(Pcm recording) {
    try {
      Path file =
          folder.resolve(PcmDigest.of(frontEnd.config().toString(), recording) + ".safetensors");
      if (Files.exists(file)) {
        Tensor tensor = Safetensors.read(file).get(TENSOR);
        return new Spectrogram((int) tensor.shape()[0], (int) tensor.shape()[1], tensor.data());
      }
      Spectrogram spectrogram = frontEnd.spectrogram(recording);
      long[] shape = {spectrogram.bands(), spectrogram.frames()};
      Safetensors.replace(file, Map.of(TENSOR, new Tensor(shape, spectrogram.values())));
      return spectrogram;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
