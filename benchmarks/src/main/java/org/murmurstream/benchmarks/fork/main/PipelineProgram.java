package org.murmurstream.benchmarks.fork.main;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.murmurstream.benchmarks.fork.Figure;
import org.murmurstream.benchmarks.fork.HearingTally;
import org.murmurstream.benchmarks.fork.MeasuredEar;
import org.murmurstream.benchmarks.fork.Model;
import org.murmurstream.console.Termination;
import org.murmurstream.core.Ear;
import org.murmurstream.stream.config.Source;
import org.murmurstream.stream.config.StreamSettings;
import org.murmurstream.stream.inference.EarPool;
import org.murmurstream.stream.inference.Rehearsal;
import org.murmurstream.stream.runtime.Application;
import org.murmurstream.stream.runtime.Surroundings;

/**
 * The application, as {@code murmur stream} runs it, with ears that are timed. Its arguments are
 * the {@link Model}'s word, and {@code KEY=VALUE} of the configuration.
 */
public final class PipelineProgram {

  private static final long LOOK_MILLIS = 5;

  private final HearingTally tally = new HearingTally();
  private final Consumption consumption = new Consumption();
  private final AtomicReference<Application> application = new AtomicReference<>();
  private final Stint stint = Stint.begin(this::figures);

  private PipelineProgram() {}

  public static void main(String[] args) throws Exception {
    Map<String, String> values =
        Arrays.stream(args)
            .skip(1)
            .map(argument -> argument.split("=", 2))
            .collect(Collectors.toMap(pair -> pair[0], pair -> pair[1]));
    System.exit(
        new PipelineProgram()
            .run(new Model(args[0]), StreamSettings.of(List.of(Source.flags(values)))));
  }

  private int run(Model model, StreamSettings settings) throws Exception {
    Surroundings.require(settings);
    try (var started = Application.start(settings, List.of(() -> ear(model, settings)))) {
      application.set(started);
      var looks = new Thread(this::tellWhenBegun, "looks");
      looks.setDaemon(true);
      looks.start();
      return Termination.orderly(
          started::requestStop,
          () -> {
            started.awaitEnd();
            return started.stop() ? 0 : 1;
          });
    }
  }

  private void tellWhenBegun() {
    try {
      while (!consumption.hasBegun()) {
        consumption.look();
        Thread.sleep(LOOK_MILLIS);
      }
      stint.begun();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** On the thread that hears; the application waits for it before it reads anything. */
  private Ear ear(Model model, StreamSettings settings) {
    Ear first = new MeasuredEar(model.open(settings.torch()), tally);
    Ear ear = Rehearsal.passed(EarPool.of(first, settings.ears()));
    tally.reset();
    stint.ready();
    return ear;
  }

  private Map<Figure, Double> figures() {
    Map<Figure, Double> figures = new EnumMap<>(Figure.class);
    figures.putAll(tally.figures());
    figures.putAll(consumption.restored());
    Application now = application.get();
    figures.put(Figure.READY, now != null && now.health().ready() ? 1.0 : 0.0);
    return figures;
  }
}
