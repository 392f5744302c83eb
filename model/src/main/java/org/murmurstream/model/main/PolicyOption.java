package org.murmurstream.model.main;

import java.util.Optional;
import org.murmurstream.core.Doubts;
import picocli.CommandLine.Option;

/** What becomes of Absent through a stethoscope that nobody has validated: a picocli mixin. */
public final class PolicyOption {

  @Option(
      names = "--policy",
      paramLabel = "POLICY",
      description =
          "strict calls nobody Absent through sound of unfamiliar colour; confident does where it"
              + " is sure enough, for those who have validated their stethoscope (default: the"
              + " bundle's own).")
  private Doubts.Policy policy;

  /** What was asked for, if anything. */
  public Optional<Doubts.Policy> policy() {
    return Optional.ofNullable(policy);
  }
}
