package org.murmurstream.console;

import java.nio.file.Path;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** What every command lets one choose about its log. */
final class LogOptions {

  @Option(
      names = "--verbose",
      scope = ScopeType.INHERIT,
      description = "Log on standard error in detail, and show stack traces.")
  boolean verbose;

  @Option(
      names = "--log-file",
      scope = ScopeType.INHERIT,
      paramLabel = "FILE",
      description =
          "Write the log to FILE. Without it, a log is kept in the temporary directory if the"
              + " command fails.")
  Path file;
}
