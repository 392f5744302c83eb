package org.murmurstream.cli.main;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.FileAppender;
import ch.qos.logback.core.OutputStreamAppender;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.murmurstream.core.UserException;
import org.slf4j.LoggerFactory;

/**
 * Where one command's log goes: services speak on standard error, commands at which a person looks
 * keep quiet and write a file, which is thrown away once they end well.
 */
final class Logs {

  /** Commands that run unattended. */
  private static final Set<String> SERVICES = Set.of("stream", "local");

  private static final String PATTERN = "%d{HH:mm:ss.SSS} %-5level %logger{0} - %msg %kvp%n";

  private final LoggerContext context;
  private final Path file;
  private final boolean keep;

  private Logs(LoggerContext context, Path file, boolean keep) {
    this.context = context;
    this.file = file;
    this.keep = keep;
  }

  static Logs start(String command, boolean verbose, Path chosenFile) {
    var context = (LoggerContext) LoggerFactory.getILoggerFactory();
    context.reset();
    Logger root = context.getLogger(Logger.ROOT_LOGGER_NAME);
    Logger kafka = context.getLogger("org.apache.kafka");
    root.setLevel(Level.INFO);
    if (!verbose) {
      // Kafka's clients print their whole configuration each time one is made.
      kafka.setLevel(Level.WARN);
      // While a broker does not answer it says so several times a second; the command says it once.
      context.getLogger("org.apache.kafka.clients.NetworkClient").setLevel(Level.ERROR);
      context.getLogger("kafka").setLevel(Level.WARN);
      context.getLogger("io.confluent").setLevel(Level.WARN);
      context.getLogger("state.change.logger").setLevel(Level.WARN);
    } else {
      context.getLogger("org.murmurstream").setLevel(Level.DEBUG);
    }
    // DJL looks for a GPU and warns where there is none; Torch says where it runs.
    context.getLogger("ai.djl").setLevel(Level.ERROR);
    // Transactions retry by design where one follows close upon another.
    context
        .getLogger("org.apache.kafka.clients.producer.internals.Sender")
        .setLevel(verbose ? Level.INFO : Level.ERROR);
    // Several clients in one JVM register the same management bean: a warning without meaning here.
    context.getLogger("org.apache.kafka.common.utils.AppInfoParser").setLevel(Level.ERROR);

    boolean service = SERVICES.contains(command);
    if (verbose) {
      attach(console(), PATTERN, root);
    } else if (service) {
      // What ends a stream thread, Kafka tells the application too, which logs it once with its
      // trace if that is of use: of Kafka's own messages the causes do.
      kafka.setAdditive(false);
      attach(console(), PATTERN, root);
      attach(console(), PATTERN + "%ex{0}", kafka);
    }
    Path file = null;
    if (chosenFile != null || !service) {
      file = chosenFile != null ? chosenFile : temporary(command);
      var appender = new FileAppender<ILoggingEvent>();
      appender.setAppend(false);
      appender.setFile(writable(file).toString());
      attach(
          appender, PATTERN, kafka.isAdditive() ? new Logger[] {root} : new Logger[] {root, kafka});
    }
    return new Logs(context, file, chosenFile != null);
  }

  /** What to tell someone who looks for the log. */
  String file() {
    return file == null ? "on standard error" : file.toString();
  }

  /** Closes the log; a temporary one of a command that ended well is deleted. */
  void stop(boolean endedWell) {
    context.stop();
    if (file != null && !keep && endedWell) {
      try {
        Files.deleteIfExists(file);
      } catch (IOException e) {
        throw new UncheckedIOException("cannot delete the log " + file, e);
      }
    }
  }

  private static OutputStreamAppender<ILoggingEvent> console() {
    var console = new ConsoleAppender<ILoggingEvent>();
    console.setTarget("System.err");
    return console;
  }

  private static void attach(
      OutputStreamAppender<ILoggingEvent> appender, String pattern, Logger... loggers) {
    LoggerContext context = loggers[0].getLoggerContext();
    var encoder = new PatternLayoutEncoder();
    encoder.setContext(context);
    encoder.setPattern(pattern);
    encoder.start();
    appender.setContext(context);
    appender.setEncoder(encoder);
    appender.start();
    for (Logger logger : loggers) {
      logger.addAppender(appender);
    }
  }

  private static Path temporary(String command) {
    return Path.of(
        System.getProperty("java.io.tmpdir"),
        "murmur-" + System.getProperty("user.name"),
        command + "-" + ProcessHandle.current().pid() + ".log");
  }

  private static Path writable(Path file) {
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      Files.writeString(file, "");
      return file;
    } catch (IOException e) {
      throw new UserException(
          "The log file %s cannot be written; name another with --log-file.".formatted(file), e);
    }
  }
}
