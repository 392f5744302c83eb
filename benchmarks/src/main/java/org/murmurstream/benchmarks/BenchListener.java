package org.murmurstream.benchmarks;

import org.murmurstream.benchmarks.result.BenchStage;
import org.murmurstream.benchmarks.result.StageRun;

/** Told how the bench goes. */
public interface BenchListener {

  /** A stage begins; rounds count from 1. */
  void begins(int round, BenchStage stage);

  /** A stage has ended. */
  void ended(int round, BenchStage stage, StageRun run);
}
