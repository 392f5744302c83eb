package org.murmurstream.kafka.main;

import java.io.PrintWriter;
import java.util.Set;
import java.util.concurrent.Callable;
import org.murmurstream.core.UserException;
import org.murmurstream.kafka.deadletters.LetterAdvice;
import org.murmurstream.kafka.deadletters.LetterReplay;
import org.murmurstream.kafka.deadletters.LetterReplay.Choice;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code murmur dlq replay}. */
@Command(
    name = "replay",
    mixinStandardHelpOptions = true,
    description = {
      "Sends the records of dead letters to 'recordings' again, as they were, once the cause of"
          + " their refusal is gone. Where nothing else failed the answer is the one that would have"
          + " been given in the first place.",
      "To replay twice changes nothing: a record that was sent again is not sent once more. One"
          + " that was refused again has a letter of its own, which --again includes.",
      ""
    },
    exitCodeListHeading = "%nExit status:%n",
    exitCodeList = {
      "0:every record of these letters is in 'recordings' again",
      "1:some cannot be sent; the last line says why",
      "2:wrong usage, or no broker"
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  murmur dlq replay --reason UNKNOWN_SCHEMA --dry-run",
      "  murmur dlq replay --reason UNKNOWN_SCHEMA",
      "  murmur dlq replay --reason TOO_MANY_EXAMS --again --limit 100"
    })
public final class DlqReplayCommand implements Callable<Integer> {

  @Mixin private LetterOptions options;

  @Option(
      names = "--reason",
      paramLabel = "REASON",
      split = ",",
      required = true,
      description = "Letters of these reasons; several separated by commas.")
  private Set<String> reasons;

  @Option(
      names = "--limit",
      paramLabel = "N",
      defaultValue = "" + Integer.MAX_VALUE,
      description = "Send no more than N records, the oldest first (default: all).")
  private int limit;

  @Option(
      names = "--again",
      description = "Also those that were sent again before and were refused again.")
  private boolean again;

  @Option(names = "--dry-run", description = "Say what would be done, and do nothing.")
  private boolean dryRun;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    LetterAdvice.requireReasons(reasons);
    if (limit < 1) {
      throw new UserException("--limit must be at least 1, not " + limit + ".");
    }
    LetterReplay.Result result =
        new LetterReplay(options.connection(), options.recordings(), options.topic())
            .run(new Choice(reasons, options.from(), again, limit), dryRun);
    PrintWriter out = spec.commandLine().getOut();
    out.printf(
        "%d records %s; %d were sent before, %d were refused again%s.%n",
        result.sent(),
        dryRun ? "would be sent" : "sent",
        result.before(),
        result.refused(),
        result.refused() > 0 ? " (--again sends them)" : "");
    if (result.gone() + result.homeless() > 0) {
      out.printf(
          "%d cannot be sent: the record is deleted and the letter holds its head alone; %d letters"
              + " do not say where their record lay.%n",
          result.gone(), result.homeless());
      return ExitCode.SOFTWARE;
    }
    return ExitCode.OK;
  }
}
