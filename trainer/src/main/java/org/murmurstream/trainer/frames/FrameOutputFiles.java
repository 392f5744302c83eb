package org.murmurstream.trainer.frames;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.murmurstream.core.UserException;
import org.murmurstream.model.frames.FrameHead;
import org.murmurstream.model.frames.FrameOutputs;
import org.murmurstream.model.tensor.Safetensors;
import org.murmurstream.model.tensor.Tensor;

/**
 * What was heard in a recording as a safetensors file: {@code states [frames, 4]}, {@code
 * annotatable [frames]}, {@code murmur [frames]}, {@code recording [3]}.
 */
public final class FrameOutputFiles {

  private static final String STATES = "states";
  private static final String ANNOTATABLE = "annotatable";
  private static final String MURMUR = "murmur";
  private static final String RECORDING = "recording";

  private FrameOutputFiles() {}

  static void write(Path file, FrameOutputs outputs) throws IOException {
    long frames = outputs.frames();
    Safetensors.replace(
        file,
        Map.of(
            STATES, new Tensor(new long[] {frames, FrameHead.STATES}, outputs.states()),
            ANNOTATABLE, new Tensor(new long[] {frames}, outputs.annotatable()),
            MURMUR, new Tensor(new long[] {frames}, outputs.murmur()),
            RECORDING, new Tensor(new long[] {FrameHead.CLASSES}, outputs.recording())));
  }

  /**
   * Reads such a file.
   *
   * @throws UserException if the file is damaged or none of these
   */
  public static FrameOutputs read(Path file) throws IOException {
    Map<String, Tensor> tensors = Safetensors.read(file);
    for (String name : new String[] {STATES, ANNOTATABLE, MURMUR, RECORDING}) {
      if (!tensors.containsKey(name)) {
        throw new UserException(
            "%s holds no '%s'; remove it to have it made anew".formatted(file, name));
      }
    }
    float[] annotatable = tensors.get(ANNOTATABLE).data();
    return new FrameOutputs(
        annotatable.length,
        tensors.get(STATES).data(),
        annotatable,
        tensors.get(MURMUR).data(),
        tensors.get(RECORDING).data());
  }
}
