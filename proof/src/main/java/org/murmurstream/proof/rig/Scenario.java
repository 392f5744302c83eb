package org.murmurstream.proof.rig;

import java.util.Map;

/**
 * A fault and the load under which it is fired.
 *
 * @param name unique; begins with the row of the fault matrix
 * @param row of the fault matrix
 * @param fault what happens, in a few words
 * @param settings of the application, beyond the deployment's own
 * @param play what happens
 */
public record Scenario(
    String name, int row, String fault, Map<String, String> settings, Play play) {

  /** What happens; may leave load running, which is waited for. */
  @FunctionalInterface
  public interface Play {

    /**
     * Sends and fires.
     *
     * @throws Exception anything: the row has failed then
     */
    void on(Stage stage) throws Exception;
  }

  public Scenario {
    settings = Map.copyOf(settings);
  }

  /** One with the deployment's own settings. */
  public static Scenario of(String name, int row, String fault, Play play) {
    return new Scenario(name, row, fault, Map.of(), play);
  }
}
