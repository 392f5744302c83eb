package org.murmurstream.cli.demo;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.murmurstream.data.ExamSource;
import org.murmurstream.data.circor.CircorFolder;
import org.murmurstream.kafka.Connection;
import org.murmurstream.kafka.predictions.PredictionReader;
import org.murmurstream.local.LocalCluster;
import org.murmurstream.schemas.MurmurPrediction;
import org.murmurstream.schemas.TopicCatalogue;
import org.murmurstream.sim.DeviceFleet;
import org.murmurstream.sim.FleetReport;
import org.murmurstream.sim.Uplink;
import org.murmurstream.sim.synthetic.ClassMix;
import org.murmurstream.sim.synthetic.SyntheticHearts;
import org.murmurstream.stream.config.Source;
import org.murmurstream.stream.config.StreamKeys;
import org.murmurstream.stream.config.StreamSettings;
import org.murmurstream.stream.runtime.Application;

/**
 * Broker, registry, application and devices in one JVM, from the first chunk to the last answer.
 */
public final class Demo {

  private static final Duration POLL = Duration.ofMillis(100);

  /** How long the reader must find nothing new, once all chunks are processed, to be at the end. */
  private static final Duration QUIET = Duration.ofSeconds(1);

  /** How long beyond every deadline an answer is waited for. */
  private static final Duration PATIENCE = Duration.ofMinutes(4);

  private static final int MOST_SHOWN = 8;

  private final DemoSettings settings;
  private final View view;
  private final AtomicBoolean stopped = new AtomicBoolean();
  private Rows rows;

  public Demo(DemoSettings settings, View view) {
    this.settings = settings;
    this.view = view;
    this.rows = new Rows(view.columns());
  }

  /** What is up after a demonstration, and what came of it. */
  public record Stage(Connection connection, int healthPort, Summary summary) {}

  /**
   * Shows everything, and tears all down.
   *
   * @param directory holds all data; empty at first
   * @param predictions gets every prediction, sorted by exam and revision, once all are there
   * @param encore is shown what is up, after the summary and before it is torn down
   * @return what came of it; as far as it got, if it was stopped
   */
  public Summary run(
      Path directory, Consumer<List<MurmurPrediction>> predictions, Consumer<Stage> encore)
      throws InterruptedException {
    ExamSource source = source();
    List<String> patients = source.patientIds().stream().limit(settings.patients()).toList();
    view.now(List.of("starting a broker and a schema registry ..."));
    try (var cluster = LocalCluster.start(directory.resolve("cluster"))) {
      Connection connection = cluster.connection();
      view.now(List.of("loading the model ..."));
      StreamSettings application = configured(connection, directory.resolve("state"));
      try (var stream = Application.start(application);
          var reader = PredictionReader.open(connection, TopicCatalogue.PREDICTIONS.name())) {
        announce(connection, stream, patients.size());
        var board = new Board(settings.fleet().chunkSeconds());
        Summary summary = play(source, patients, connection, application, stream, reader, board);
        predictions.accept(sorted(summary));
        view.now(List.of());
        summary.lines(rows).forEach(view::line);
        if (!stopped.get()) {
          encore.accept(new Stage(connection, stream.healthPort(), summary));
        }
        view.now(List.of("closing ..."));
        return summary;
      }
    }
  }

  /** Makes {@link #run} return soon. */
  public void stop() {
    stopped.set(true);
  }

  private Summary play(
      ExamSource source,
      List<String> patients,
      Connection connection,
      StreamSettings application,
      Application stream,
      PredictionReader reader,
      Board board)
      throws InterruptedException {
    boolean done = false;
    try (var uplink = Uplink.connect(connection);
        var progress = new IntakeProgress(connection, application.applicationId())) {
      var fleet = new DeviceFleet(settings.fleet(), uplink, board);
      CompletableFuture<FleetReport> uploads = inBackground(fleet, source, patients);
      try {
        long lastNews = System.nanoTime();
        Duration limit = application.gather().progressTimeout().plus(PATIENCE);
        while (!done && !stopped.get()) {
          if (!stream.health().alive()) {
            stream.awaitEnd();
          }
          int news = read(reader, board);
          if (news > 0 || !uploads.isDone()) {
            lastNews = System.nanoTime();
          }
          view.now(happening(board, patients.size()));
          if (uploads.isDone()) {
            uploads.join();
            Duration quiet = Duration.ofNanos(System.nanoTime() - lastNews);
            boolean allAnswered = board.exams().stream().allMatch(ExamProgress::isAnswered);
            done =
                quiet.compareTo(limit) > 0
                    || (allAnswered && quiet.compareTo(QUIET) > 0 && progress.isComplete());
          }
        }
      } catch (CompletionException e) {
        throw e.getCause() instanceof RuntimeException cause ? cause : e;
      } finally {
        fleet.stop();
      }
    }
    return new Summary(
        board.exams(), board.strangers().size(), DeadLetterCount.of(connection), !done);
  }

  private ExamSource source() {
    if (settings.data().isEmpty()) {
      return new SyntheticHearts(settings.patients(), settings.seed(), ClassMix.EVEN);
    }
    CircorFolder folder = CircorFolder.open(settings.data().get());
    folder.verify(folder.patientIds().stream().limit(settings.patients()).toList());
    return folder;
  }

  private StreamSettings configured(Connection connection, Path stateDir) {
    var values = new TreeMap<>(settings.configuration());
    values.put(StreamKeys.BOOTSTRAP_SERVERS.name(), connection.bootstrapServers());
    values.put(StreamKeys.REGISTRY.name(), connection.registryUrl());
    values.put(StreamKeys.STATE_DIR.name(), stateDir.toString());
    return StreamSettings.of(List.of(Source.flags(values)));
  }

  private void announce(Connection connection, Application stream, int patients) {
    say(
        "%d patients by %s"
            .formatted(patients, settings.data().isPresent() ? "recordings" : "synthetic hearts"));
    say(
        "Broker %s, registry %s"
            .formatted(connection.bootstrapServers(), connection.registryUrl()));
    if (!stream.model().trained()) {
      say("The model is UNTRAINED: its weights are seeded at random, its verdicts mean nothing.");
    }
    view.line("");
    rows.header().forEach(view::line);
  }

  private void say(String sentence) {
    rows.wrapped(sentence).forEach(view::line);
  }

  private static CompletableFuture<FleetReport> inBackground(
      DeviceFleet fleet, ExamSource source, List<String> patients) {
    var uploads = new CompletableFuture<FleetReport>();
    var thread =
        new Thread(
            () -> {
              try {
                uploads.complete(fleet.run(source, patients));
              } catch (InterruptedException | RuntimeException e) {
                uploads.completeExceptionally(e);
              }
            },
            "murmur-devices");
    thread.setDaemon(true);
    thread.start();
    return uploads;
  }

  /** Returns how many answers there were to read. */
  private int read(PredictionReader reader, Board board) {
    List<MurmurPrediction> predictions = reader.poll(POLL);
    long now = System.currentTimeMillis();
    for (MurmurPrediction prediction : predictions) {
      board.answered(prediction, now).ifPresent(this::show);
    }
    return predictions.size();
  }

  private void show(ExamProgress exam) {
    Answer latest = exam.answers().get(exam.answers().size() - 1);
    fitTheView();
    view.line(rows.answer(exam, latest));
    rows.why(latest).forEach(view::line);
  }

  /** A terminal may have become wider or narrower; what stands there stays as it is. */
  private void fitTheView() {
    var fitting = new Rows(view.columns());
    if (!fitting.areLike(rows)) {
      fitting.header().forEach(view::line);
    }
    rows = fitting;
  }

  private static List<String> happening(Board board, int patients) {
    List<ExamProgress> exams = board.exams();
    var lines = new ArrayList<String>();
    lines.add("");
    exams.stream()
        .filter(exam -> !exam.isAnswered())
        .limit(MOST_SHOWN)
        .map(Rows::progress)
        .forEach(lines::add);
    long answered = exams.stream().filter(ExamProgress::isAnswered).count();
    lines.add("%d of %d exams answered; Ctrl-C ends".formatted(answered, patients));
    return lines;
  }

  private static List<MurmurPrediction> sorted(Summary summary) {
    return summary.exams().stream()
        .flatMap(exam -> exam.answers().stream())
        .map(Answer::prediction)
        .sorted(
            Comparator.comparing(MurmurPrediction::getExamId)
                .thenComparing(MurmurPrediction::getRevision))
        .toList();
  }
}
