package org.murmurstream.trainer.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import org.murmurstream.core.Pcm;
import org.murmurstream.core.UserException;
import org.murmurstream.model.tensor.Safetensors;
import org.murmurstream.model.tensor.Tensor;

/**
 * What is computed from recordings, on disk by a digest of all that it depends on, so that it is
 * computed once. Several processes may share a folder.
 */
public final class TensorCache {

  private final Path folder;
  private final String name;
  private final String how;
  private final Predicate<Map<String, Tensor>> fits;

  /**
   * @param folder made if missing
   * @param name of what is computed, for people
   * @param how all that decides what is made of a recording, as JSON has it
   * @param fits whether tensors, by name, have the shape of what is computed so
   */
  public TensorCache(Path folder, String name, Object how, Predicate<Map<String, Tensor>> fits)
      throws IOException {
    this.folder = Files.createDirectories(folder);
    this.name = name;
    this.how = JsonFiles.text(how);
    this.fits = fits;
  }

  /**
   * What a recording gives, from disk if it has been computed before.
   *
   * @param compute makes tensors by name
   * @throws UserException if what is on disk is something else
   */
  public Map<String, Tensor> of(Pcm recording, Function<Pcm, Map<String, Tensor>> compute)
      throws IOException {
    Path file = folder.resolve(PcmDigest.of(how, recording) + ".safetensors");
    if (!Files.exists(file)) {
      Map<String, Tensor> tensors = compute.apply(recording);
      Safetensors.replace(file, tensors);
      return tensors;
    }
    Map<String, Tensor> tensors = Safetensors.read(file);
    if (!fits.test(tensors)) {
      throw new UserException(
          "%s holds no %s as they are computed here; remove it to have it made anew"
              .formatted(file, name));
    }
    return tensors;
  }
}
