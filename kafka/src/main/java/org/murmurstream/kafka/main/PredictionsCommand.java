package org.murmurstream.kafka.main;

import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import org.murmurstream.kafka.predictions.PredictionReader;
import org.murmurstream.kafka.predictions.PredictionText;
import org.murmurstream.schemas.MurmurPrediction;
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
      "Prints the published predictions from the first one on, each as one line of JSON, and waits"
          + " for more until Ctrl-C. The JSON has the fields of docs/topics.md; explanation says why"
          + " the verdict is what it is, reasons what to know before trusting it, limits what no"
          + " verdict of the model should be taken for.",
      ""
    },
    exitCodeListHeading = "%nExit status:%n",
    exitCodeList = {
      "0:as many as --count asked for were printed",
      "1:--timeout passed before that",
      "2:wrong usage, or no such brokers or topic"
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  murmur predictions | jq -r '[.examId, .status, .murmur] | @tsv'",
      "  murmur predictions --count 12 --timeout PT2M",
      "  murmur predictions --text"
    })
public final class PredictionsCommand implements Callable<Integer> {

  private static final Duration POLL = Duration.ofMillis(200);

  @Mixin private ConnectionOptions connection;

  @Option(
      names = "--topic",
      paramLabel = "NAME",
      defaultValue = "murmur-predictions",
      description = "Topic to read (default: ${DEFAULT-VALUE}).")
  private String topic;

  @Option(
      names = "--count",
      paramLabel = "N",
      defaultValue = "" + Long.MAX_VALUE,
      description = "End after N predictions (default: never).")
  private long count;

  @Option(
      names = "--timeout",
      paramLabel = "DURATION",
      description = "End after this time, for example PT30S (default: never).")
  private Duration timeout;

  @Option(
      names = "--text",
      description =
          "Print sentences instead of JSON: the verdict, why it is what it is, the reasons with"
              + " their figures; and once for each model what its verdicts should not be taken for.")
  private boolean text;

  @Spec private CommandSpec spec;

  private final Set<String> limited = new HashSet<>();

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    Instant end = timeout == null ? Instant.MAX : Instant.now().plus(timeout);
    long printed = 0;
    try (var reader = PredictionReader.open(connection.connection(), topic)) {
      while (printed < count && Instant.now().isBefore(end)) {
        for (MurmurPrediction prediction : reader.poll(POLL)) {
          (text ? sentences(prediction) : List.of(prediction.toString())).forEach(out::println);
          printed++;
        }
      }
    }
    return printed >= count ? ExitCode.OK : ExitCode.SOFTWARE;
  }

  private List<String> sentences(MurmurPrediction prediction) {
    List<String> limits = PredictionText.limits(prediction);
    var lines = new ArrayList<String>();
    if (!limits.isEmpty() && limited.add(prediction.getModel().getDigest())) {
      lines.addAll(limits);
    }
    lines.addAll(PredictionText.of(prediction));
    return lines;
  }
}
