package org.murmurstream.trainer.sites;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.murmurstream.trainer.frames.CodeVersion;
import org.murmurstream.trainer.run.JsonFiles;

/** What the folder of a run says of the run as a whole. */
public final class RunFolder {

  private final Path folder;

  public RunFolder(Path folder) {
    this.folder = folder;
  }

  /**
   * What a run was made with.
   *
   * @param backbone as it was named
   * @param hearing how much of a recording was heard at a time
   * @param seeds of training
   * @param splitSeed of folds and of validation patients
   * @param folds how many
   * @param patients read
   * @param threads of PyTorch; 0 means one per core
   * @param settings of training
   */
  public record Description(
      String backbone,
      EmbeddingExtent hearing,
      List<Long> seeds,
      long splitSeed,
      int folds,
      int patients,
      int threads,
      ClassifierSettings settings) {}

  /** Writes {@code run.json}, with the versions of this program and of the platform. */
  public void describe(Description description) throws IOException {
    JsonFiles.write(
        folder.resolve("run.json"),
        new Run(CodeVersion.ofThisProgram(), Runtime.version().toString(), description));
  }

  private record Run(String code, String java, Description made) {}
}
