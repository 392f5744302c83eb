package org.murmurstream.cli.main;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.murmurstream.core.UserException;
import org.murmurstream.stream.runtime.ApplicationFailure;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IExecutionStrategy;
import picocli.CommandLine.IParameterExceptionHandler;
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
  private final Supplier<Path> chosenLogFile;
  private Logs logs;

  Execution(BooleanSupplier verbose, Supplier<Path> chosenLogFile) {
    this.verbose = verbose;
    this.chosenLogFile = chosenLogFile;
  }

  @Override
  public int execute(ParseResult parsed) {
    Integer helped = CommandLine.executeHelpRequest(parsed);
    if (helped != null) {
      return helped;
    }
    ParseResult last =
        parsed.asCommandLineList().get(parsed.asCommandLineList().size() - 1).getParseResult();
    logs = Logs.start(last.commandSpec().name(), verbose.getAsBoolean(), chosenLogFile.get());
    int status = new RunLast().execute(parsed);
    logs.stop(status == ExitCode.OK);
    return status;
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
      if (!(failure instanceof ApplicationFailure)) { // which the application has logged
        LOG.atError().setCause(failure).log("the command failed");
      }
      err.println("murmur: " + sentenceOf(failure));
      err.println("The log is " + logs.file());
    }
    if (verbose.getAsBoolean()) {
      failure.printStackTrace(err);
    }
    logs.stop(mendable != null);
    return mendable != null ? ExitCode.USAGE : ExitCode.SOFTWARE;
  }

  @Override
  public int handleParseException(ParameterException wrong, String[] args) {
    CommandLine commandLine = wrong.getCommandLine();
    PrintWriter err = commandLine.getErr();
    err.println("murmur: " + wrong.getMessage());
    UnmatchedArgumentException.printSuggestions(wrong, err);
    err.println(
        "Try '" + commandLine.getCommandSpec().qualifiedName() + " --help' for what it takes.");
    return ExitCode.USAGE;
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
    if (failure instanceof ApplicationFailure) {
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
