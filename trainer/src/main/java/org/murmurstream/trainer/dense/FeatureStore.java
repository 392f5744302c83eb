package org.murmurstream.trainer.dense;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import org.murmurstream.model.Pcm;
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
      Path file = folder.resolve(digest(recording) + ".safetensors");
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

  private String digest(Pcm recording) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(frontEnd.config().toString().getBytes(StandardCharsets.UTF_8));
      ByteBuffer bytes =
          ByteBuffer.allocate(Integer.BYTES + Short.BYTES * recording.samples().length);
      bytes.putInt(recording.sampleRateHz()).asShortBuffer().put(recording.samples());
      digest.update(bytes.array());
      return HexFormat.of().formatHex(digest.digest(), 0, 16);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
