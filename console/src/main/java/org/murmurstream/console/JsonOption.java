package org.murmurstream.console;

import picocli.CommandLine.Option;

/** Whether a command prints its result for programs: a picocli mixin. */
public final class JsonOption {

  @Option(names = "--json", description = "Print the result as JSON.")
  private boolean json;

  /** Whether it was asked for. */
  public boolean isAsked() {
    return json;
  }
}
