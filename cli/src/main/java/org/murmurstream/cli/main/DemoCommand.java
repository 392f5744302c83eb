package org.murmurstream.cli.main;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import org.murmurstream.cli.demo.Demo;
import org.murmurstream.cli.demo.DemoSettings;
import org.murmurstream.cli.demo.LiveView;
import org.murmurstream.cli.demo.PlainView;
import org.murmurstream.cli.demo.Summary;
import org.murmurstream.cli.demo.View;
import org.murmurstream.console.Orderly;
import org.murmurstream.console.Terminal;
import org.murmurstream.console.Termination;
import org.murmurstream.core.AtomicFiles;
import org.murmurstream.core.UserException;
import org.murmurstream.model.main.BundleOption;
import org.murmurstream.schemas.MurmurPrediction;
import org.murmurstream.sim.Faults;
import org.murmurstream.sim.FleetSettings;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code murmur demo}. */
@Command(
    name = "demo",
    mixinStandardHelpOptions = true,
    description = {
      "Shows the whole system at work on this machine, with no cluster and no data: starts a Kafka"
          + " broker, a schema registry, the application and some stethoscopes, uploads synthetic"
          + " patients chunk by chunk, and shows each exam's progress and verdict as it comes. Below a"
          + " verdict stands why it is what it is: probability times weight, highest first, and the"
          + " reasons to doubt it.",
      "",
      "All data lie in a temporary directory, which is removed at the end. Synthetic hearts show"
          + " that the system works, not how well a model hears children's.",
      ""
    },
    exitCodeListHeading = "%nExit status:%n",
    exitCodeList = {
      "0:every exam was answered exactly once and nothing was set aside",
      "1:an exam was not answered, or twice, or a record was set aside",
      "2:wrong usage or input",
      "130:interrupted by Ctrl-C before every exam was answered"
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  murmur demo",
      "  murmur demo --exit --speed 0 --json predictions.jsonl",
      "  murmur demo --data /data/circor --patients 20 --exit",
      "  murmur demo --exit --duplicate 0.2 --shuffle 50 --seed 7"
    })
public final class DemoCommand implements Orderly {

  /** What a user may want to do after it. */
  private static final List<String> NEXT =
      List.of(
          "",
          "What next:",
          "  murmur demo --data DIR     the same with real recordings",
          "                             (murmur fetch-circor DIR downloads them)",
          "  murmur predict --help      a verdict on wav files of your own",
          "  murmur local               a broker and a registry to develop against",
          "  docs/device-client.md      how a device uploads");

  private static final List<String> MEND =
      List.of(
          "",
          "What next: murmur doctor tells whether this machine is fit to run it, and",
          "murmur demo --log-file FILE what happened meanwhile.");

  @Option(
      names = "--patients",
      paramLabel = "N",
      defaultValue = "12",
      description = "How many patients are examined (default: ${DEFAULT-VALUE}).")
  private int patients;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description =
          "Folder in the layout of the CirCor data set, whose first patients are examined"
              + " (default: synthetic hearts, as many of each class).")
  private Path data;

  @Option(names = "--exit", description = "End after the summary instead of waiting for Ctrl-C.")
  private boolean exit;

  @Option(
      names = "--json",
      paramLabel = "FILE",
      description =
          "Write every prediction to FILE, one JSON object a line, sorted by exam and revision.")
  private Path json;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description =
          "Seed of the synthetic hearts and of duplicates, disorder and losses (default:"
              + " ${DEFAULT-VALUE}).")
  private long seed;

  @Option(
      names = "--speed",
      paramLabel = "X",
      defaultValue = "5",
      description =
          "How much faster than in life devices upload; 0 means as fast as possible (default:"
              + " ${DEFAULT-VALUE}).")
  private double speed;

  @Option(
      names = "--devices",
      paramLabel = "N",
      defaultValue = "4",
      description = "How many devices upload at the same time (default: ${DEFAULT-VALUE}).")
  private int devices;

  @Option(
      names = "--chunk-seconds",
      paramLabel = "S",
      defaultValue = "1",
      description = "Length of a chunk (default: ${DEFAULT-VALUE}).")
  private double chunkSeconds;

  @Option(
      names = "--duplicate",
      paramLabel = "P",
      defaultValue = "0",
      description = "Probability that a chunk is uploaded once more (default: ${DEFAULT-VALUE}).")
  private double duplicate;

  @Option(
      names = "--shuffle",
      paramLabel = "N",
      defaultValue = "0",
      description =
          "Chunks may swap places with others less than N places away (default: ${DEFAULT-VALUE}).")
  private int shuffle;

  @Option(
      names = "--loss",
      paramLabel = "P",
      defaultValue = "0",
      description = "Probability that a chunk is never uploaded (default: ${DEFAULT-VALUE}).")
  private double loss;

  @Mixin private BundleOption bundle;

  @Option(
      names = "--port",
      paramLabel = "PORT",
      defaultValue = "0",
      description = "Port of health and metrics; 0 takes any free one (default: ${DEFAULT-VALUE}).")
  private int port;

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description = "Any key of docs/configuration.md for the application; may be repeated.")
  private Map<String, String> configuration = Map.of();

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    DemoSettings settings = settings();
    if (json != null) {
      write(json, List.of());
    }
    PrintWriter out = spec.commandLine().getOut();
    var stopped = new CountDownLatch(1);
    Path directory = Files.createTempDirectory("murmur-demo-");
    Terminal terminal = Terminal.ofStandardOutput();
    View view = terminal.isLive() ? new LiveView(terminal::columns, out) : new PlainView(out);
    var demo = new Demo(settings, view);
    return Termination.orderly(
        () -> {
          demo.stop();
          stopped.countDown();
        },
        () -> {
          try (view) {
            Summary summary = demo.run(directory, this::keep, stage -> stay(stage, view, stopped));
            return status(summary);
          } finally {
            delete(directory);
          }
        });
  }

  private static int status(Summary summary) {
    if (!summary.problems().isEmpty()) {
      return ExitCode.SOFTWARE;
    }
    return summary.interrupted() ? Termination.INTERRUPTED : ExitCode.OK;
  }

  private DemoSettings settings() {
    if (patients < 1) {
      throw new UserException("--patients must be at least 1, not %d.".formatted(patients));
    }
    var faults = new Faults(loss, duplicate, shuffle, seed);
    var values = new TreeMap<String, String>();
    values.put("health.port", Integer.toString(port));
    values.put("health.address", "localhost");
    values.put("stop.timeout", "10s");
    values.put("gather.progress.timeout", "20s");
    values.putAll(configuration);
    bundle.folder().ifPresent(folder -> values.put("bundle", folder.toString()));
    return new DemoSettings(
        patients,
        Optional.ofNullable(data),
        seed,
        new FleetSettings(chunkSeconds, speed, Math.min(devices, patients), faults, 1),
        values);
  }

  private void keep(List<MurmurPrediction> predictions) {
    if (json != null) {
      write(json, predictions.stream().map(MurmurPrediction::toString).toList());
    }
  }

  private void stay(Demo.Stage stage, View view, CountDownLatch stopped) {
    (stage.summary().isFlawless() ? NEXT : MEND).forEach(view::line);
    if (exit) {
      return;
    }
    view.line("");
    view.line(
        "Still up: broker %s, registry %s"
            .formatted(stage.connection().bootstrapServers(), stage.connection().registryUrl()));
    view.line("Metrics:  http://localhost:%d/metrics".formatted(stage.healthPort()));
    view.line("Ctrl-C ends it.");
    try {
      stopped.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void write(Path file, List<String> lines) {
    try {
      Files.write(file, lines);
    } catch (IOException e) {
      throw new UserException("%s cannot be written.".formatted(file), e);
    }
  }

  private static void delete(Path directory) {
    try {
      AtomicFiles.deleteFolder(directory);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot remove " + directory, e);
    }
  }
}
