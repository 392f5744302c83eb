package org.murmurstream.stream;

import org.apache.kafka.streams.Topology;
import org.murmurstream.model.exam.GatherPolicy;

/** The pipeline, from chunks to answers. */
public final class MurmurTopology {

  private MurmurTopology() {}

  /**
   * Builds the pipeline; touches no network and starts nothing.
   *
   * @param topics what is read and written
   * @param policy an exam's life
   * @param inference the ears; outlives the topology
   * @param appVersion version of this application, for the headers of dead letters
   */
  public static Topology build(
      Topics topics, GatherPolicy policy, Inference inference, String appVersion) {
    return new Topology();
  }
}
