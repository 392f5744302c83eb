package org.murmurstream.model.engine;

/**
 * How PyTorch is to run in this process.
 *
 * @param threads threads an operation may use on the CPU, which wait for each other by spinning; 0
 *     leaves the choice to PyTorch, which takes one per core
 * @param processor where models run
 */
public record TorchOptions(int threads, Processor processor) {

  /** Where models run. */
  public enum Processor {
    /** The first GPU if PyTorch sees one, else the CPU. */
    AUTO,
    CPU,
    /** The first GPU; it is an error if PyTorch sees none. */
    GPU
  }

  public static final TorchOptions DEFAULT = new TorchOptions(1, Processor.AUTO);

  public TorchOptions {
    if (threads < 0) {
      throw new IllegalArgumentException("threads must not be negative, was " + threads);
    }
  }

  /** The same on another processor. */
  public TorchOptions on(Processor another) {
    return new TorchOptions(threads, another);
  }
}
