package org.murmurstream.console;

import java.io.PrintWriter;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.murmurstream.core.ReportedException;
import org.murmurstream.core.UserException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IExecutionStrategy;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.RunLast;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * How every command runs and how it may end: with its log, and with one sentence instead of a stack
 * trace.
 */
final class Execution
    implements IExecutionStrategy, IExecutionExceptionHandler, IParameterExceptionHandler {

  private static final Logger LOG = LoggerFactory.getLogger(Execution.class);

  private final BooleanSupplier verbose;
  private final Log log;

  Execution(BooleanSupplier verbose, Log log) {
    this.verbose = verbose;
    this.log = log;
  }

  @Override
  public int execute(ParseResult parsed) {
    refuseUnknownCommand(parsed);
    CommandLine last = last(parsed);
    Object command = last.getCommand();
    if (command instanceof LongWork && log.isTemporary()) {
      last.getErr().printf("Log: %s, kept if this fails%n", log.whereabouts());
    }
    int status =
        new Interruption(last.getErr(), log).during(command, () -> new RunLast().execute(parsed));
    log.end(status == ExitCode.OK);
    return status;
  }

  /** Whoever asks for help on a command that there is not would be told of all the others. */
  private static void refuseUnknownCommand(ParseResult parsed) {
    ParseResult last = parsed;
    while (last.hasSubcommand()) {
      last = last.subcommand();
    }
    if (!last.commandSpec().subcommands().isEmpty()
        && last.unmatched().stream().anyMatch(argument -> !isOption(argument))) {
      throw new UnmatchedArgumentException(last.commandSpec().commandLine(), last.unmatched());
    }
  }

  @Override
  public int handleExecutionException(
      Exception failure, CommandLine commandLine, ParseResult parsed) {
    PrintWriter err = commandLine.getErr();
    UserException mendable = userExceptionIn(failure);
    if (mendable != null) {
      LOG.atDebug().setCause(failure).log("the command was refused");
      err.println("murmur: " + mendable.getMessage());
    } else {
      if (!(failure instanceof ReportedException)) {
        LOG.atError().setCause(failure).log("the command failed");
      }
      err.println("murmur: " + sentenceOf(failure));
      err.println("The log is " + log.whereabouts());
    }
    if (verbose.getAsBoolean()) {
      failure.printStackTrace(err);
    }
    log.end(mendable != null);
    return mendable != null ? ExitCode.USAGE : ExitCode.SOFTWARE;
  }

  @Override
  public int handleParseException(ParameterException wrong, String[] args) {
    CommandLine commandLine = wrong.getCommandLine();
    PrintWriter err = commandLine.getErr();
    Optional<String> unknown = unknownCommand(wrong);
    if (unknown.isPresent()) {
      err.println("murmur: " + unknown.get());
    } else {
      err.println("murmur: " + wrong.getMessage().replaceFirst("^Error: ", ""));
      UnmatchedArgumentException.printSuggestions(wrong, err);
    }
    err.println(
        "Try '" + commandLine.getCommandSpec().qualifiedName() + " --help' for what it takes.");
    log.end(true);
    return ExitCode.USAGE;
  }

  /** That there is no such command, and which are near. */
  private static Optional<String> unknownCommand(ParameterException wrong) {
    CommandSpec spec = wrong.getCommandLine().getCommandSpec();
    if (!(wrong instanceof UnmatchedArgumentException unmatched) || spec.subcommands().isEmpty()) {
      return Optional.empty();
    }
    Optional<String> name =
        unmatched.getUnmatched().stream().filter(argument -> !isOption(argument)).findFirst();
    List<String> near = unmatched.getSuggestions();
    String hint = near.isEmpty() ? "." : "; did you mean " + String.join(", ", near) + "?";
    return name.map(
        one -> "There is no command '%s %s'%s".formatted(spec.qualifiedName(), one, hint));
  }

  private static boolean isOption(String argument) {
    return argument.startsWith("-");
  }

  private static CommandLine last(ParseResult parsed) {
    List<CommandLine> all = parsed.asCommandLineList();
    return all.get(all.size() - 1);
  }

  private static UserException userExceptionIn(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof UserException found) {
        return found;
      }
    }
    return null;
  }

  /** The innermost message says most; a class name alone says little, but not nothing. */
  private static String sentenceOf(Throwable failure) {
    if (failure instanceof ReportedException) {
      return failure.getMessage();
    }
    Throwable innermost = failure;
    while (innermost.getCause() != null) {
      innermost = innermost.getCause();
    }
    String name = innermost.getClass().getSimpleName();
    return innermost.getMessage() == null ? name : name + ": " + innermost.getMessage();
  }
}
