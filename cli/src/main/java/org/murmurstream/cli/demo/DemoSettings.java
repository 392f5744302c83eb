package org.murmurstream.cli.demo;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.murmurstream.sim.FleetSettings;

/**
 * What a demonstration shows.
 *
 * @param patients how many are examined
 * @param data a folder in the layout of CirCor; empty means synthetic hearts
 * @param seed of the synthetic hearts
 * @param fleet how devices upload
 * @param configuration of the application, by its keys
 */
public record DemoSettings(
    int patients,
    Optional<Path> data,
    long seed,
    FleetSettings fleet,
    Map<String, String> configuration) {

  public DemoSettings {
    configuration = Map.copyOf(configuration);
  }
}
