package org.murmurstream.benchmarks.result;

import static org.murmurstream.benchmarks.result.BenchStage.CONSUME;
import static org.murmurstream.benchmarks.result.BenchStage.COPY;
import static org.murmurstream.benchmarks.result.BenchStage.DEMO;
import static org.murmurstream.benchmarks.result.BenchStage.EVALUATE;
import static org.murmurstream.benchmarks.result.BenchStage.EVALUATE_BUSY;
import static org.murmurstream.benchmarks.result.BenchStage.EVALUATE_VIT;
import static org.murmurstream.benchmarks.result.BenchStage.FREE;
import static org.murmurstream.benchmarks.result.BenchStage.FREE_AT_LEAST_ONCE;
import static org.murmurstream.benchmarks.result.BenchStage.FREE_LATENCY;
import static org.murmurstream.benchmarks.result.BenchStage.LATENCY;
import static org.murmurstream.benchmarks.result.BenchStage.ONE_INSTANCE;
import static org.murmurstream.benchmarks.result.BenchStage.PIPELINE;
import static org.murmurstream.benchmarks.result.BenchStage.PIPELINE_BUSY;
import static org.murmurstream.benchmarks.result.BenchStage.PIPELINE_VIT;
import static org.murmurstream.benchmarks.result.BenchStage.RESTORE;
import static org.murmurstream.benchmarks.result.BenchStage.THREE_INSTANCES;
import static org.murmurstream.benchmarks.result.BenchStage.TWO_INSTANCES;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.ToDoubleBiFunction;
import java.util.function.ToDoubleFunction;
import org.murmurstream.benchmarks.result.StageRun.Extra;

/**
 * A quotient of two stages of one round, and what it is to keep to.
 *
 * @param id short
 * @param title for people
 * @param bound what it is to keep to
 * @param of a round; NaN or nothing if the round has not what it takes
 */
public record Ratio(
    String id,
    String title,
    Bound bound,
    Function<Map<BenchStage, StageRun>, Optional<Double>> of) {

  private static final double P99 = 0.99;

  /** Every ratio there is, in order of importance. */
  public static final List<Ratio> ALL =
      List.of(
          over(
              "R1",
              "pipeline over evaluate, exams a second",
              Bound.atLeast(0.90),
              PIPELINE,
              EVALUATE,
              StageRun::examsPerSecond),
          over(
              "R1 busy",
              "the same while other programs use the cores",
              Bound.atLeast(0.85),
              PIPELINE_BUSY,
              EVALUATE_BUSY,
              StageRun::examsPerSecond),
          over(
              "CPU",
              "pipeline over evaluate, CPU seconds an exam",
              Bound.atMost(1.10),
              PIPELINE,
              EVALUATE,
              StageRun::cpuPerExam),
          over(
              "R3",
              "free pipeline over consuming and producing, MB a second",
              Bound.atLeast(0.5),
              FREE,
              COPY,
              StageRun::megabytesPerSecond),
          alone(
              "R12 heap",
              "bytes allocated on the heap for each byte of an exam, free model",
              Bound.atMost(3),
              FREE,
              run -> run.perByte(Extra.ALLOCATED_BYTES)),
          alone(
              "R12 heap, model",
              "bytes allocated on the heap for each byte of an exam, the model",
              Bound.atMost(3),
              PIPELINE,
              run -> run.perByte(Extra.ALLOCATED_BYTES)),
          alone(
              "R12 changelog",
              "bytes of changelogs for each byte of an exam",
              Bound.atMost(1.3),
              FREE,
              run -> run.perByte(Extra.CHANGELOG_BYTES)),
          over(
              "R5",
              "last chunk to answer less the forward, over the free model's, p50",
              Bound.atMost(2),
              LATENCY,
              FREE_LATENCY,
              run -> run.latency(0.5)),
          alone(
              "R5 tail",
              "last chunk to answer less the forward, p99 over p50",
              Bound.atMost(5),
              LATENCY,
              run -> run.latency(P99) / run.latency(0.5)),
          alone(
              "R6",
              "share of the time that the ears hear, saturated",
              Bound.atLeast(0.90),
              PIPELINE,
              run -> run.extras().getOrDefault(Extra.BUSY_SHARE, Double.NaN)),
          over(
              "R8",
              "exactly once over at least once, MB a second",
              Bound.atLeast(0.8),
              FREE,
              FREE_AT_LEAST_ONCE,
              StageRun::megabytesPerSecond),
          over(
              "R9",
              "restoring stores over consuming, MB a second",
              Bound.atLeast(0.5),
              RESTORE,
              CONSUME,
              StageRun::megabytesPerSecond),
          scaled("R10, 2", TWO_INSTANCES, 2),
          scaled("R10, 3", THREE_INSTANCES, 3),
          over(
              "R1, ViT-base",
              "pipeline over evaluate with ViT-base, exams a second",
              Bound.atLeast(0.90),
              PIPELINE_VIT,
              EVALUATE_VIT,
              StageRun::examsPerSecond),
          alone(
              "R13",
              "seconds from the start of the demo to its first verdict",
              Bound.atMost(8),
              DEMO,
              StageRun::wallSeconds));

  /** Of each round that has what it takes. */
  public List<Double> values(List<Map<BenchStage, StageRun>> rounds) {
    return rounds.stream()
        .flatMap(round -> of.apply(round).stream())
        .filter(Double::isFinite)
        .toList();
  }

  private static Ratio over(
      String id,
      String title,
      Bound bound,
      BenchStage above,
      BenchStage below,
      ToDoubleFunction<StageRun> value) {
    return both(
        id,
        title,
        bound,
        above,
        below,
        (one, other) -> value.applyAsDouble(one) / value.applyAsDouble(other));
  }

  private static Ratio alone(
      String id, String title, Bound bound, BenchStage stage, ToDoubleFunction<StageRun> value) {
    return new Ratio(
        id, title, bound, round -> Optional.ofNullable(round.get(stage)).map(value::applyAsDouble));
  }

  private static Ratio scaled(String id, BenchStage many, int instances) {
    return both(
        id,
        "exams a second of %d instances over %d times those of one".formatted(instances, instances),
        Bound.atLeast(0.9),
        many,
        ONE_INSTANCE,
        (more, one) -> more.examsPerSecond() / (instances * one.examsPerSecond()));
  }

  private static Ratio both(
      String id,
      String title,
      Bound bound,
      BenchStage above,
      BenchStage below,
      ToDoubleBiFunction<StageRun, StageRun> value) {
    return new Ratio(
        id,
        title,
        bound,
        round ->
            round.containsKey(above) && round.containsKey(below)
                ? Optional.of(value.applyAsDouble(round.get(above), round.get(below)))
                : Optional.empty());
  }
}
