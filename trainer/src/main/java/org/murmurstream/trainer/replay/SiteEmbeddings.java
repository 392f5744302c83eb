package org.murmurstream.trainer.replay;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import org.murmurstream.core.AuscultationSite;
import org.murmurstream.core.UserException;
import org.murmurstream.model.tensor.Safetensors;
import org.murmurstream.model.tensor.Tensor;

/**
 * What an encoder made of the sites of a data set, in a folder of the data set: {@code
 * embeddings/<encoder digest>/<patient id>.safetensors}, with a tensor for each site that was
 * embedded. Vectors of different encoders never meet.
 */
public final class SiteEmbeddings {

  private static final String FOLDER = "embeddings";

  private final Path folder;
  private final int width;

  private SiteEmbeddings(Path folder, int width) {
    this.folder = folder;
    this.width = width;
  }

  /**
   * Those of one encoder.
   *
   * @param dataSet its folder; it may hold none
   * @param encoderDigest SHA-256 of front end and encoder, 64 hexadecimal digits
   * @param width how many numbers the encoder gives
   */
  public static SiteEmbeddings of(Path dataSet, String encoderDigest, int width) {
    return new SiteEmbeddings(dataSet.resolve(FOLDER).resolve(encoderDigest), width);
  }

  /**
   * The mean embedding of all recordings of a site, by site; empty if there are none of a patient.
   *
   * @throws UserException if a vector is not as long as the encoder is wide
   */
  public Map<AuscultationSite, float[]> ofPatient(String patientId) throws IOException {
    Path file = file(folder, patientId);
    Map<AuscultationSite, float[]> sites = new EnumMap<>(AuscultationSite.class);
    if (!Files.exists(file)) {
      return sites;
    }
    for (Map.Entry<String, Tensor> site : Safetensors.read(file).entrySet()) {
      if (!site.getValue().hasShape(width)) {
        throw new UserException(
            "%s holds %d numbers for %s where this encoder gives %d; 'embeddings' in the data set's manifest.json names the record they came from; delete the file to have its sites embedded anew"
                .formatted(file, site.getValue().data().length, site.getKey(), width));
      }
      sites.put(AuscultationSite.valueOf(site.getKey()), site.getValue().data());
    }
    return sites;
  }

  /** Writes what an encoder made of a patient of a data set in the making. */
  static void write(
      Path dataSet, String encoderDigest, String patientId, Map<AuscultationSite, float[]> sites)
      throws IOException {
    Map<String, Tensor> tensors = new HashMap<>();
    sites.forEach(
        (site, vector) -> tensors.put(site.name(), new Tensor(new long[] {vector.length}, vector)));
    Path folder = Files.createDirectories(dataSet.resolve(FOLDER).resolve(encoderDigest));
    Safetensors.write(file(folder, patientId), tensors);
  }

  private static Path file(Path folder, String patientId) {
    return folder.resolve(patientId + ".safetensors");
  }
}
