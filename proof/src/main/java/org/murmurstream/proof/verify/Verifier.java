package org.murmurstream.proof.verify;

import java.time.Duration;
import java.util.List;
import org.murmurstream.core.Ear;
import org.murmurstream.sim.LedgerEntry;

/**
 * Holds what was answered against what was sent: reads the recordings, the predictions and the dead
 * letters, as a reader of committed records sees them, and has the same model hear the same audio
 * again. For one thread.
 */
public final class Verifier {

  private final VerifierSettings settings;
  private final Ear ear;

  /**
   * @param ear the model that the application hears with; stays open
   */
  public Verifier(VerifierSettings settings, Ear ear) {
    this.settings = settings;
    this.ear = ear;
  }

  /**
   * Waits until the application has nothing left to do, and verifies.
   *
   * @param ledger what was acknowledged
   * @throws org.murmurstream.core.UserException if no broker answers, or a topic is missing
   */
  public Verification verify(List<LedgerEntry> ledger) {
    return new Verification(
        (int) ledger.stream().map(LedgerEntry::exam).distinct().count(),
        ledger.size(),
        0,
        0,
        List.of(
            new Discrepancy(
                Discrepancy.Kind.UNEXPLAINED,
                settings.topics().recordings(),
                "nothing is verified yet by " + ear.identity().name())),
        Duration.ZERO);
  }
}
