package org.murmurstream.model.encoder;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.murmurstream.core.ModelIdentity;
import org.murmurstream.model.tensor.NpzWriter;
import org.murmurstream.model.tensor.Tensor;

/**
 * Embeddings of n recordings as a NumPy archive. Frame embeddings are written as they come, one
 * array {@code frames/<name>} per recording; on closing follow {@code files} and {@code seconds}
 * {@code [n]}, {@code clip} {@code [n, width]}, {@code class_token} {@code [n, token width]}, and
 * who embedded them.
 */
public final class EmbeddingArchive implements AutoCloseable {

  private final NpzWriter writer;
  private final ModelIdentity model;
  private final List<String> names = new ArrayList<>();
  private final List<Double> seconds = new ArrayList<>();
  private final List<float[]> clips = new ArrayList<>();
  private final List<float[]> classTokens = new ArrayList<>();

  public EmbeddingArchive(Path file, ModelIdentity model) throws IOException {
    this.writer = new NpzWriter(file);
    this.model = model;
  }

  /**
   * Adds a recording.
   *
   * @param name its name, no other recording's
   * @param duration in seconds
   */
  public void add(String name, double duration, Embedding embedding) throws IOException {
    writer.write(
        "frames/" + name,
        new Tensor(new long[] {embedding.columns(), embedding.width()}, embedding.frames()));
    names.add(name);
    seconds.add(duration);
    clips.add(embedding.clip());
    classTokens.add(embedding.classToken());
  }

  /** Number of recordings so far. */
  public int size() {
    return names.size();
  }

  /** Writes what is known of all recordings together. */
  @Override
  public void close() throws IOException {
    try (writer) {
      writer.write("files", names);
      writer.write("seconds", seconds.stream().mapToDouble(Double::doubleValue).toArray());
      writer.write("clip", matrix(clips));
      writer.write("class_token", matrix(classTokens));
      writer.write("bundle_name", model.name());
      writer.write("bundle_digest", model.digest());
      writer.write("encoder_digest", model.encoderDigest());
      writer.write("bundle_trained", model.trained());
    }
  }

  private static Tensor matrix(List<float[]> rows) {
    int width = rows.isEmpty() ? 0 : rows.get(0).length;
    var values = new float[Math.multiplyExact(rows.size(), width)];
    for (int row = 0; row < rows.size(); row++) {
      System.arraycopy(rows.get(row), 0, values, row * width, width);
    }
    return new Tensor(new long[] {rows.size(), width}, values);
  }
}
