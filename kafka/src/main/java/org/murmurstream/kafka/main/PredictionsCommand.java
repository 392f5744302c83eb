package org.murmurstream.kafka.main;

import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.murmurstream.kafka.predictions.PredictionFilter;
import org.murmurstream.kafka.predictions.PredictionReader;
import org.murmurstream.kafka.predictions.PredictionRow;
import org.murmurstream.kafka.predictions.PredictionText;
import org.murmurstream.schemas.MurmurPrediction;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code murmur predictions}. */
@Command(
    name = "predictions",
    mixinStandardHelpOptions = true,
    description = {
      "Prints the published predictions from the first one on, and waits for more until Ctrl-C: on"
          + " a terminal as a table, elsewhere as a line of JSON each. The JSON has the fields of"
          + " docs/topics.md; explanation says why the verdict is what it is, reasons what to know"
          + " before trusting it, limits what no verdict of the model should be taken for.",
      ""
    },
    exitCodeListHeading = "%nExit status:%n",
    exitCodeList = {
      "0:as many as --count asked for were printed, or the --latest of all exams",
      "1:--timeout passed before that",
      "2:wrong usage, or no such brokers or topic"
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  murmur predictions --latest",
      "  murmur predictions --exam 1003-e1 --latest --why",
      "  murmur predictions --from 2026-12-01T00:00:00Z --count 12 --timeout 2m",
      "  murmur predictions --json | jq -r '[.examId, .status, .murmur] | @tsv'"
    })
public final class PredictionsCommand implements Callable<Integer> {

  /** The launcher's word whether standard output is a terminal. */
  private static final String TERMINAL = "murmur.terminal";

  private static final Duration POLL = Duration.ofMillis(200);

  @Mixin private ConnectionOptions connection;

  @Option(
      names = "--topic",
      paramLabel = "NAME",
      defaultValue = "murmur-predictions",
      description = "Topic to read (default: ${DEFAULT-VALUE}).")
  private String topic;

  @Option(
      names = "--exam",
      paramLabel = "ID",
      split = ",",
      description = "Only of these exams; several separated by commas.")
  private Set<String> exams = Set.of();

  @Option(
      names = "--patient",
      paramLabel = "ID",
      split = ",",
      description = "Only of these patients; several separated by commas.")
  private Set<String> patients = Set.of();

  @Option(
      names = "--from",
      paramLabel = "TIME",
      description =
          "Only those published then or later, such as 2026-12-01T00:00:00Z (default: from the"
              + " first one on).")
  private Instant from;

  @Option(
      names = "--latest",
      description =
          "Of each exam only the answer that holds, of the highest revision; ends with those that"
              + " are published by now.")
  private boolean latest;

  @Option(
      names = "--count",
      paramLabel = "N",
      description = "End after N predictions (default: never).")
  private long count = Long.MAX_VALUE;

  @Option(
      names = "--timeout",
      paramLabel = "DURATION",
      description = "End after this time, for example 30s (default: never).")
  private Duration timeout;

  @ArgGroup private Form form = new Form();

  /** At most one of them. */
  private static final class Form {

    @Option(names = "--table", description = "A row each, also where this is no terminal.")
    private boolean table;

    @Option(names = "--json", description = "A line of JSON each, also on a terminal.")
    private boolean json;

    @Option(
        names = "--why",
        description =
            "Sentences: the verdict, why it is what it is, the reasons with their figures; and once"
                + " for each model what its verdicts should not be taken for.")
    private boolean why;

    /** What --why was called before. */
    @Option(names = "--text", hidden = true, description = "As --why.")
    private boolean text;

    boolean inSentences() {
      return why || text;
    }
  }

  @Spec private CommandSpec spec;

  private final Set<String> limited = new HashSet<>();

  @Override
  public Integer call() {
    Instant end = timeout == null ? Instant.MAX : Instant.now().plus(timeout);
    var wanted = new PredictionFilter(exams, patients);
    long printed = 0;
    try (var reader = PredictionReader.open(connection.connection(), topic)) {
      if (from != null) {
        reader.seek(from);
      }
      if (latest) {
        List<MurmurPrediction> held = wanted.latest(reader.toEnd());
        print(held.subList(0, (int) Math.min(count, held.size())));
        return ExitCode.OK;
      }
      boolean first = true;
      while (printed < count && Instant.now().isBefore(end)) {
        List<MurmurPrediction> news =
            reader.poll(POLL).stream().filter(wanted).limit(count - printed).toList();
        if (first || !news.isEmpty()) {
          print(news, first);
          first = false;
        }
        printed += news.size();
      }
    }
    return printed >= count ? ExitCode.OK : ExitCode.SOFTWARE;
  }

  private void print(List<MurmurPrediction> predictions) {
    print(predictions, true);
    if (predictions.isEmpty()) {
      spec.commandLine().getErr().println("murmur: there are none");
    }
  }

  private void print(List<MurmurPrediction> predictions, boolean first) {
    PrintWriter out = spec.commandLine().getOut();
    boolean table =
        form.table || (!form.json && !form.inSentences() && Boolean.getBoolean(TERMINAL));
    if (table && first) {
      out.println(PredictionRow.titles());
    }
    for (MurmurPrediction prediction : predictions) {
      if (form.inSentences()) {
        limits(prediction).ifPresent(lines -> lines.forEach(out::println));
        PredictionText.of(prediction).forEach(out::println);
      } else {
        out.println(table ? PredictionRow.of(prediction) : prediction.toString());
      }
    }
    out.flush();
  }

  /** Once for each model, if it states any. */
  private Optional<List<String>> limits(MurmurPrediction prediction) {
    List<String> limits = PredictionText.limits(prediction);
    return !limits.isEmpty() && limited.add(prediction.getModel().getDigest())
        ? Optional.of(limits)
        : Optional.empty();
  }
}
