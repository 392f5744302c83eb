package org.murmurstream.benchmarks.main;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.core.Linear;
import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import org.murmurstream.core.Pcm;
import org.murmurstream.model.audio.FrontEnd;
import org.murmurstream.model.audio.FrontEndConfig;
import org.murmurstream.model.encoder.m2d.M2dConfig;
import org.murmurstream.model.encoder.m2d.M2dNetwork;
import org.murmurstream.model.encoder.m2d.M2dWeights;
import org.murmurstream.model.engine.Torch;
import org.murmurstream.model.engine.TorchOptions;
import org.murmurstream.model.tensor.Parameters;

/**
 * How fast ViT-base embeds, against the bound of the matrix products it cannot do without.
 *
 * <p>All cases take turns in one process, so that other load on the machine meets them alike.
 * Compare CPU seconds rather than wall time on a machine that is not quiet, and the best of the
 * rounds. Arguments: threads (default 1) and rounds (default 5). To run it:
 *
 * <pre>
 * mvn -q -pl benchmarks -am -DskipTests package dependency:build-classpath \
 *     -Dmdep.outputFile=target/classpath
 * java -cp benchmarks/target/classes:$(cat benchmarks/target/classpath) \
 *     org.murmurstream.benchmarks.main.EncoderBenchmark 1 5
 * </pre>
 */
public final class EncoderBenchmark {

  private static final M2dConfig CONFIG = M2dConfig.VIT_BASE;
  private static final int[] BATCHES = {1, 4, 16};
  private static final int SAMPLES = 97_120;

  /** Segments of one measurement: the clock of CPU time ticks every 10 ms. */
  private static final int MEASURED = 16;

  private static final int MEASURED_FRONT_END = 128;

  private final NDManager manager;
  private final M2dNetwork network;
  private final FrontEnd frontEnd;
  private final Parameters parameters;
  private final Map<String, List<Timing>> timings = new LinkedHashMap<>();

  private record Timing(double wallSeconds, double cpuSeconds) {}

  private EncoderBenchmark(Device device) {
    manager = NDManager.newBaseManager(device);
    parameters = new Parameters(M2dWeights.seeded(CONFIG, 1), device, DataType.FLOAT32);
    network = new M2dNetwork(CONFIG, parameters);
    frontEnd = new FrontEnd(FrontEndConfig.M2D_16K, device);
  }

  public static void main(String[] args) {
    int threads = args.length > 0 ? Integer.parseInt(args[0]) : 1;
    int rounds = args.length > 1 ? Integer.parseInt(args[1]) : 5;
    var benchmark =
        new EncoderBenchmark(Torch.start(new TorchOptions(threads, TorchOptions.Processor.AUTO)));
    benchmark.round();
    benchmark.timings.clear();
    for (int i = 0; i < rounds; i++) {
      benchmark.round();
    }
    benchmark.report();
  }

  private void round() {
    Pcm noise = noise();
    time("front end, 16 kHz", 1, MEASURED_FRONT_END, () -> frontEnd.spectrogram(noise));
    Pcm slow = new Pcm(4000, Arrays.copyOf(noise.samples(), SAMPLES / 4));
    time("front end, 4 kHz", 1, MEASURED_FRONT_END, () -> frontEnd.spectrogram(slow));
    for (int batch : BATCHES) {
      try (var scope = new NDScope()) {
        NDArray input = manager.randomNormal(new Shape(batch, CONFIG.bands(), CONFIG.frames()));
        time(
            "encoder, batch " + batch,
            batch,
            MEASURED,
            () -> network.encode(network.patches(input)));
        NDArray tokens = manager.randomNormal(new Shape(batch, 191, CONFIG.width()));
        time("matrix products, batch " + batch, batch, MEASURED, () -> products(tokens));
      }
    }
  }

  /** The linear layers and attention products of all blocks, and nothing between them. */
  private NDArray products(NDArray tokens) {
    NDArray x = tokens;
    long batch = tokens.getShape().get(0) * CONFIG.heads();
    long headWidth = CONFIG.width() / CONFIG.heads();
    NDArray queries = manager.ones(new Shape(batch, 191, headWidth));
    NDArray keys = manager.ones(new Shape(batch, headWidth, 191));
    for (int i = 0; i < CONFIG.depth(); i++) {
      String block = "blocks." + i + ".";
      linear(x, block + "attn.qkv");
      queries.batchMatMul(keys).batchMatMul(queries);
      x = linear(x, block + "attn.proj");
      x = linear(linear(x, block + "mlp.fc1"), block + "mlp.fc2");
    }
    return x;
  }

  private NDArray linear(NDArray x, String name) {
    return Linear.linear(x, parameters.get(name + ".weight"), parameters.get(name + ".bias"))
        .singletonOrThrow();
  }

  private void time(String name, int batch, int segments, Runnable work) {
    double cpu = cpuSeconds();
    long start = System.nanoTime();
    for (int done = 0; done < segments; done += batch) {
      try (var scope = new NDScope()) {
        work.run();
      }
    }
    double wall = (System.nanoTime() - start) / 1e9;
    timings
        .computeIfAbsent(name, n -> new ArrayList<>())
        .add(new Timing(wall / segments, (cpuSeconds() - cpu) / segments));
  }

  private void report() {
    System.out.printf("%-28s %12s %14s%n", "case (best of rounds)", "segments/s", "CPU s/segment");
    timings.forEach(
        (name, times) ->
            System.out.printf(
                Locale.ROOT,
                "%-28s %12.2f %14.4f%n",
                name,
                1 / times.stream().mapToDouble(Timing::wallSeconds).min().orElseThrow(),
                cpu(name)));
    for (int batch : BATCHES) {
      System.out.printf(
          Locale.ROOT,
          "encoder / matrix products, batch %d: %.3f of CPU time%n",
          batch,
          cpu("encoder, batch " + batch) / cpu("matrix products, batch " + batch));
    }
    System.out.printf(
        Locale.ROOT,
        "front end / encoder, batch 1: %.2f %% (16 kHz), %.2f %% (4 kHz)%n",
        100 * cpu("front end, 16 kHz") / cpu("encoder, batch 1"),
        100 * cpu("front end, 4 kHz") / cpu("encoder, batch 1"));
  }

  private double cpu(String name) {
    return timings.get(name).stream().mapToDouble(Timing::cpuSeconds).min().orElseThrow();
  }

  private static double cpuSeconds() {
    var system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    return system.getProcessCpuTime() / 1e9;
  }

  private static Pcm noise() {
    var random = new Random(5);
    var samples = new short[SAMPLES];
    for (int i = 0; i < SAMPLES; i++) {
      samples[i] = (short) (random.nextGaussian() * 1000);
    }
    return new Pcm(16_000, samples);
  }
}
