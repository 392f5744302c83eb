package org.murmurstream.model.engine;

import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/** Beside a device that works for many at a time, what is done in Java is done by many threads. */
public final class Parallel {

  private Parallel() {}

  /**
   * Results in the order of the inputs. A single input is worked on by the calling thread, several
   * by as many threads as there are cores.
   *
   * @param function does not depend on the thread that runs it, and shares nothing that changes
   */
  public static <T, R> List<R> map(List<T> inputs, Function<? super T, ? extends R> function) {
    Stream<T> stream = inputs.size() > 1 ? inputs.parallelStream() : inputs.stream();
    return stream.<R>map(function).toList();
  }
}
