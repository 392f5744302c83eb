package org.murmurstream.console;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.murmurstream.core.UserException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParameterException;

/**
 * Where the log of this JVM goes: services speak on standard error, commands at which a person
 * looks keep quiet and write a file, which is thrown away once they end well.
 *
 * <p>Logback reads its {@code logback.xml}, ours or an operator's, as soon as the first class asks
 * for a logger. What a command line says about the log must therefore stand in system properties
 * before any command is made. They are
 *
 * <ul>
 *   <li>{@code murmur.log.file}, the file to write; absent if there is none,
 *   <li>{@code murmur.log.stderr}, {@code true} if the log goes to standard error,
 *   <li>{@code murmur.log.verbose}, {@code true} if it shall be detailed.
 * </ul>
 */
final class Log {

  private static final String FILE = "murmur.log.file";
  private static final String STDERR = "murmur.log.stderr";
  private static final String VERBOSE = "murmur.log.verbose";

  private static final Set<String> QUESTIONS = Set.of("-h", "--help", "-V", "--version");

  /** Null if there is none. */
  private final Path file;

  private final boolean temporary;

  private Log(Path file, boolean temporary) {
    this.file = file;
    this.temporary = temporary;
  }

  /** The log of a JVM that is not the program's own: whoever started it has seen to it. */
  static Log ofOthers() {
    return new Log(null, false);
  }

  /**
   * Tells Logback what the command line says.
   *
   * @throws UserException if the log cannot be written there
   */
  static Log prepare(Class<? extends Program> program, String... args) {
    var options = new LogOptions();
    List<String> rest;
    try {
      rest =
          new CommandLine(options).setUnmatchedArgumentsAllowed(true).parseArgs(args).unmatched();
    } catch (ParameterException wrong) {
      return ofOthers(); // nothing will run; the program itself says what is wrong
    }
    String command = rest.stream().filter(arg -> !arg.startsWith("-")).findFirst().orElse(null);
    if (command == null || rest.stream().anyMatch(QUESTIONS::contains)) {
      return ofOthers();
    }
    boolean service = isService(program, command);
    System.setProperty(STDERR, Boolean.toString(service || options.verbose));
    System.setProperty(VERBOSE, Boolean.toString(options.verbose));
    if (options.file == null && service) {
      return new Log(null, false);
    }
    boolean temporary = options.file == null;
    Path file = temporary ? temporary(command) : options.file;
    makeWritable(file, temporary);
    System.setProperty(FILE, file.toString());
    return new Log(file, temporary);
  }

  /** Whether it is thrown away when the command ends well. */
  boolean isTemporary() {
    return temporary;
  }

  /** What to tell someone who looks for the log. */
  String whereabouts() {
    return file == null ? "on standard error" : file.toString();
  }

  /** The program ended; a temporary file of one that ended well goes with the JVM. */
  void end(boolean well) {
    if (temporary && well) {
      file.toFile().deleteOnExit();
    }
  }

  /** Found out without making the command, which may ask for a logger. */
  private static boolean isService(Class<? extends Program> program, String command) {
    return Arrays.stream(program.getAnnotation(Command.class).subcommands())
        .filter(type -> type.getAnnotation(Command.class).name().equals(command))
        .anyMatch(Service.class::isAssignableFrom);
  }

  private static Path temporary(String command) {
    return Path.of(
        System.getProperty("java.io.tmpdir"),
        "murmur-" + System.getProperty("user.name"),
        command.replaceAll("[^a-z-]", "") + "-" + ProcessHandle.current().pid() + ".log");
  }

  private static void makeWritable(Path file, boolean emptied) {
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      Files.writeString(
          file,
          "",
          StandardOpenOption.CREATE,
          emptied ? StandardOpenOption.TRUNCATE_EXISTING : StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UserException(
          "The log file %s cannot be written; name another with --log-file.".formatted(file), e);
    }
  }
}
