package org.murmurstream.console;

import java.util.concurrent.Callable;

/**
 * A command that itself sees to how it ends when it is told to, by {@link Termination}, and says
 * so. Of all others it is said that they were interrupted.
 */
public interface Orderly extends Callable<Integer> {}
