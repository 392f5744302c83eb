package org.murmurstream.model.engine;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.jni.LibUtils;
import ai.djl.util.Platform;

/**
 * Loads PyTorch, multiplies two small matrices and says how it went, one {@code key=value} a line.
 * To be run in a JVM of its own: natives that do not fit kill theirs.
 */
public final class EngineProbe {

  private static final int SIZE = 256;

  private EngineProbe() {}

  public static void main(String[] args) {
    say("jni", Platform.detectPlatform("pytorch").getVersion());
    Device device = Torch.start(TorchOptions.DEFAULT);
    Engine engine = Engine.getInstance();
    say("engine", engine.getEngineName());
    say("version", engine.getVersion());
    say("library", LibUtils.getLibtorchPath());
    say("gpus", engine.getGpuCount());
    say("device", device);
    try (NDManager manager = NDManager.newBaseManager(device)) {
      NDArray ones = manager.ones(new Shape(SIZE, SIZE));
      ones.matMul(ones).toFloatArray();
      long start = System.nanoTime();
      float[] product = ones.matMul(ones).toFloatArray();
      say("product-micros", (System.nanoTime() - start) / 1000);
      say("product", product[0] == SIZE ? "right" : "wrong");
    }
  }

  private static void say(String key, Object value) {
    System.out.println(key + "=" + value);
  }
}
