package org.murmurstream.proof.main;

import org.murmurstream.console.Program;
import picocli.CommandLine.Command;

/** The proof by itself, for machines that run nothing else. */
@Command(
    description = {"Proves that every exam was answered once, and as it must be.", ""},
    subcommands = {RigCommand.class, StubCommand.class, VerifyCommand.class},
    footer = "  murmur COMMAND --help      what a command does, with examples")
public final class ProofProgram extends Program {

  public static void main(String[] args) {
    run(ProofProgram.class, args);
  }
}
