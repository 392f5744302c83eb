package org.murmurstream.trainer.main;

import java.util.concurrent.atomic.AtomicReference;
import org.murmurstream.core.UserException;
import picocli.CommandLine;

/** Runs commands as the launcher does, but that what a user would be told can be caught. */
final class CommandRun {

  private CommandRun() {}

  /**
   * Runs a command.
   *
   * @return its exit status
   * @throws UserException if it ends with one
   */
  static int execute(CommandLine command, String... arguments) {
    var refusal = new AtomicReference<UserException>();
    int status =
        command
            .setCaseInsensitiveEnumValuesAllowed(true)
            .setExecutionExceptionHandler(
                (failure, commandLine, parsed) -> {
                  if (failure instanceof UserException refused) {
                    refusal.set(refused);
                    return CommandLine.ExitCode.USAGE;
                  }
                  throw failure;
                })
            .execute(arguments);
    if (refusal.get() != null) {
      throw refusal.get();
    }
    return status;
  }
}
