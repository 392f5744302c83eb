package org.murmurstream.kafka.main;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import org.murmurstream.kafka.deadletters.LetterAdvice;
import org.murmurstream.kafka.deadletters.LetterBox;
import org.murmurstream.kafka.deadletters.LetterGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code murmur dlq list}. */
@Command(
    name = "list",
    mixinStandardHelpOptions = true,
    description = {"Counts dead letters by reason and partition, the newest first.", ""},
    footerHeading = "%nExamples:%n",
    footer = {
      "  murmur dlq list",
      "  murmur dlq list --reason UNKNOWN_SCHEMA,BAD_CRC --from 2026-12-01T00:00:00Z",
      "  murmur dlq list --json | jq 'map(.count) | add'"
    })
public final class DlqListCommand implements Callable<Integer> {

  @Mixin private LetterOptions options;

  @Option(
      names = "--reason",
      paramLabel = "REASON",
      split = ",",
      description = "Only letters of these reasons (default: all).")
  private Set<String> reasons = Set.of();

  @Option(names = "--json", description = "Print a JSON array.")
  private boolean json;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws JsonProcessingException {
    LetterAdvice.requireReasons(reasons);
    var sorter = new LetterGroup.Sorter();
    Map<String, Set<String>> advice = new TreeMap<>();
    try (LetterBox letters = LetterBox.open(options.connection(), options.topic())) {
      letters.forEach(
          letter -> {
            boolean wanted =
                reasons.isEmpty() || reasons.contains(letter.reason().orElse(LetterGroup.NONE));
            if (wanted && letter.timestamp() >= options.from().toEpochMilli()) {
              sorter.add(letter);
              LetterAdvice.of(letter)
                  .ifPresent(
                      sentence ->
                          advice
                              .computeIfAbsent(
                                  letter.reason().orElseThrow(), reason -> new TreeSet<>())
                              .add(sentence));
            }
          });
    }
    PrintWriter out = spec.commandLine().getOut();
    List<LetterGroup> groups = sorter.groups();
    if (json) {
      out.println(new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(groups));
    } else {
      print(groups, advice, out);
    }
    return ExitCode.OK;
  }

  private static void print(
      List<LetterGroup> groups, Map<String, Set<String>> advice, PrintWriter out) {
    if (groups.isEmpty()) {
      out.println("There are none.");
      return;
    }
    String line = "%-20s %9s %9s %8s  %-24s  %-24s%n";
    out.printf(line, "reason", "partition", "letters", "replays", "newest", "the last one lies at");
    for (LetterGroup group : groups) {
      out.printf(
          line,
          group.reason(),
          group.partition(),
          group.count(),
          group.replays(),
          Instant.ofEpochMilli(group.newest()),
          group.last().partition() + ":" + group.last().offset());
    }
    out.printf("%d letters%n", groups.stream().mapToLong(LetterGroup::count).sum());
    advice.forEach(
        (reason, sentences) ->
            sentences.forEach(sentence -> out.printf("%n%s: %s.%n", reason, sentence)));
  }
}
