package org.murmurstream.console;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import org.murmurstream.core.UserException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Help;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * A program: the root of a command line, which collects commands. A subclass names them in its
 * {@link Command} annotation and says what the program is for; its {@code main} is
 *
 * <pre>{@code
 * public static void main(String[] args) {
 *   Program.run(StreamProgram.class, args);
 * }
 * }</pre>
 *
 * <p>Neither it nor anything its class initialisation touches may ask for a logger.
 */
@Command(
    name = "murmur",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    exitCodeListHeading = "%nExit status:%n",
    exitCodeList = {
      "0:fine",
      "1:failed: one sentence on standard error says why, and where the log is",
      "2:wrong usage or input: one sentence on standard error says what to mend",
      "130:interrupted by Ctrl-C before it was done; a service ends with 0"
    },
    footerHeading = "%nExamples:%n")
public abstract class Program implements Runnable {

  @Mixin private LogOptions log;

  @Spec private CommandSpec spec;

  /** Without a command there is nothing to do. */
  @Override
  public final void run() {
    throw new ParameterException(spec.commandLine(), "Name a command.");
  }

  /** Runs the program in its own JVM, which it ends with the exit status. */
  public static void run(Class<? extends Program> program, String... args) {
    System.exit(execute(program, args));
  }

  /** The program for a JVM that does other things, too, and whose log is not the program's. */
  public static CommandLine commandLine(Class<? extends Program> program) {
    return commandLine(program, Log.ofOthers());
  }

  private static int execute(Class<? extends Program> program, String... args) {
    Log log;
    try {
      log = Log.prepare(program, args);
    } catch (UserException e) {
      System.err.println("murmur: " + e.getMessage());
      return ExitCode.USAGE;
    }
    return commandLine(program, log).execute(args);
  }

  private static CommandLine commandLine(Class<? extends Program> program, Log log) {
    var commandLine = new CommandLine(program);
    Program root = commandLine.getCommand();
    var execution = new Execution(() -> root.log.verbose, log);
    return commandLine
        .setOut(new PrintWriter(System.out, true, StandardCharsets.UTF_8))
        .setErr(new PrintWriter(System.err, true, StandardCharsets.UTF_8))
        .setColorScheme(Help.defaultColorScheme(Terminal.isDumb() ? Help.Ansi.OFF : Help.Ansi.AUTO))
        .setUsageHelpAutoWidth(true)
        .setHelpFactory(UsageHelp::new)
        .setCaseInsensitiveEnumValuesAllowed(true)
        .registerConverter(Duration.class, Written::duration)
        .registerConverter(Instant.class, Written::instant)
        .setExecutionStrategy(execution)
        .setExecutionExceptionHandler(execution)
        .setParameterExceptionHandler(execution);
  }
}
