package org.murmurstream.trainer.frames;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.murmurstream.core.Sha256;

/**
 * Which data a run learns from.
 *
 * @param patients how many
 * @param recordings how many
 * @param sha256 over names, findings, sounds and targets, in the order in which they are read
 * @param manifestSha256 of the {@code manifest.json} of a replayed archive; empty where the data
 *     have none
 */
public record DataVersion(
    int patients, int recordings, String sha256, Optional<String> manifestSha256) {

  private static final String MANIFEST = "manifest.json";

  /**
   * The version of what was read from a folder.
   *
   * @param folder which may hold a {@code manifest.json}
   */
  public static DataVersion of(Path folder, FrameDataSet data) throws IOException {
    Path manifest = folder.resolve(MANIFEST);
    return new DataVersion(
        data.patients().size(),
        data.entries().size(),
        data.sha256(),
        Files.exists(manifest) ? Optional.of(Sha256.of(manifest)) : Optional.empty());
  }
}
