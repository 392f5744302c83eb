package org.murmurstream.benchmarks.main;

import org.murmurstream.console.Program;
import picocli.CommandLine.Command;

/** The bench by itself. */
@Command(
    description = {"Measures what each part of the work costs.", ""},
    subcommands = BenchCommand.class,
    footer = "  murmur bench --help      what is measured, with examples")
public final class BenchProgram extends Program {

  public static void main(String[] args) {
    run(BenchProgram.class, args);
  }
}
