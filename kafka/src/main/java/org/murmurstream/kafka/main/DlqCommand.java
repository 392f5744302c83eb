package org.murmurstream.kafka.main;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code murmur dlq}. */
@Command(
    name = "dlq",
    mixinStandardHelpOptions = true,
    description = {
      "Looks at dead letters, the records that were not taken in, and sends records again once the"
          + " cause is gone. docs/exam-life.md says what each reason means and what to do about it.",
      ""
    },
    subcommands = {DlqListCommand.class, DlqShowCommand.class, DlqReplayCommand.class},
    footerHeading = "%nExamples:%n",
    footer = {
      "  murmur dlq list",
      "  murmur dlq show 3:1045",
      "  murmur dlq replay --reason UNKNOWN_SCHEMA --dry-run"
    })
public final class DlqCommand implements Runnable {

  @Spec private CommandSpec spec;

  /** Without a subcommand there is nothing to do. */
  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Name one of list, show and replay.");
  }
}
