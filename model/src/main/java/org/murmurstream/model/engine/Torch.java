package org.murmurstream.model.engine;

import ai.djl.Device;
import ai.djl.engine.Engine;
import org.murmurstream.core.UserException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Starts PyTorch, the one place that sets what DJL reads from system properties. */
public final class Torch {

  private static final Logger LOG = LoggerFactory.getLogger(Torch.class);

  private Torch() {}

  /**
   * Loads PyTorch without touching the network and chooses the device to run on. The options of the
   * first call in a process hold for its lifetime.
   *
   * @throws UserException if a GPU is demanded and there is none
   */
  public static Device start(TorchOptions options) {
    System.setProperty("ai.djl.offline", "true");
    System.setProperty("OPT_OUT_TRACKING", "true");
    System.setProperty("ai.djl.default_engine", "PyTorch");
    if (options.threads() > 0) {
      System.setProperty("ai.djl.pytorch.num_threads", Integer.toString(options.threads()));
    }
    Engine engine = Engine.getInstance();
    NativeLog.quieten();
    Device device =
        switch (options.processor()) {
          case CPU -> Device.cpu();
          case AUTO -> engine.getGpuCount() > 0 ? Device.gpu() : Device.cpu();
          case GPU -> gpu(engine);
        };
    LOG.atInfo()
        .addKeyValue("pytorch", engine.getVersion())
        .addKeyValue("device", device)
        .log("PyTorch is ready");
    return device;
  }

  /** Whether models run on a GPU by these options; starts PyTorch if need be. */
  public static boolean isOnGpu(TorchOptions options) {
    return start(options).isGpu();
  }

  private static Device gpu(Engine engine) {
    if (engine.getGpuCount() == 0) {
      throw new UserException(
          "PyTorch sees no GPU on this machine; choose the CPU, or see docs/operations about GPUs");
    }
    return Device.gpu();
  }
}
