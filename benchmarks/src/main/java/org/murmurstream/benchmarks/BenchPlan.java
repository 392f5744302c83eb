package org.murmurstream.benchmarks;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.murmurstream.benchmarks.fork.Model;
import org.murmurstream.benchmarks.result.BenchStage;

/**
 * What is to be measured.
 *
 * @param data folder of recordings, in the layout of the CirCor data set
 * @param patients who are heard
 * @param rounds how often each stage is run
 * @param model what hears; empty for the stages of the free model alone
 * @param vitBase folder of a bundle with a ViT-base, if that is asked for
 * @param busy whether it is measured, too, while other programs use the cores
 * @param instances how many instances of one ear share the work at most; 1 for leaving that out
 * @param demo class of the program whose command {@code demo} is timed, if that is asked for
 */
public record BenchPlan(
    Path data,
    List<String> patients,
    int rounds,
    Optional<Model> model,
    Optional<Path> vitBase,
    boolean busy,
    int instances,
    Optional<String> demo) {

  public BenchPlan {
    patients = List.copyOf(patients);
  }

  /** The stages of a round, in order. */
  public List<BenchStage> stages() {
    List<BenchStage> stages =
        new ArrayList<>(
            List.of(
                BenchStage.CONSUME,
                BenchStage.COPY,
                BenchStage.FREE,
                BenchStage.RESTORE,
                BenchStage.FREE_AT_LEAST_ONCE,
                BenchStage.FREE_LATENCY));
    if (model.isPresent()) {
      stages.addAll(List.of(BenchStage.EVALUATE, BenchStage.PIPELINE, BenchStage.LATENCY));
      if (busy) {
        stages.addAll(List.of(BenchStage.EVALUATE_BUSY, BenchStage.PIPELINE_BUSY));
      }
      if (instances > 1) {
        stages.addAll(List.of(BenchStage.ONE_INSTANCE, BenchStage.TWO_INSTANCES));
      }
      if (instances > 2) {
        stages.add(BenchStage.THREE_INSTANCES);
      }
    }
    if (vitBase.isPresent()) {
      stages.addAll(List.of(BenchStage.EVALUATE_VIT, BenchStage.PIPELINE_VIT));
    }
    demo.ifPresent(program -> stages.add(BenchStage.DEMO));
    return List.copyOf(stages);
  }
}
