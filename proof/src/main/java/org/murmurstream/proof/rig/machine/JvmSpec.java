package org.murmurstream.proof.rig.machine;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * What a forked JVM is to run.
 *
 * @param mainClass name of the class
 * @param arguments of the class
 * @param options of the JVM
 * @param environment added to this JVM's own
 * @param log takes what it writes to standard error, after what is there
 */
public record JvmSpec(
    String mainClass,
    List<String> arguments,
    List<String> options,
    Map<String, String> environment,
    Path log) {

  public JvmSpec {
    arguments = List.copyOf(arguments);
    options = List.copyOf(options);
    environment = Map.copyOf(environment);
  }
}
