package org.murmurstream.proof.verify;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.admin.Admin;
import org.murmurstream.core.Ear;
import org.murmurstream.kafka.TopicScan;
import org.murmurstream.kafka.predictions.PublishedEmbedding;
import org.murmurstream.kafka.predictions.PublishedPrediction;
import org.murmurstream.proof.verify.Discrepancy.Kind;
import org.murmurstream.sim.LedgerEntry;

/**
 * Holds what was answered against what was sent: reads the recordings, the predictions, the
 * embeddings and the dead letters, as a reader of committed records sees them, and has the same
 * model hear the same audio again. For one thread.
 */
public final class Verifier {

  private static final Duration PAUSE = Duration.ofMillis(500);

  private final VerifierSettings settings;
  private final ReferenceModel model;

  /**
   * @param ears the models that the application hears with, that for new exams first; they stay
   *     open
   */
  public Verifier(VerifierSettings settings, Ear... ears) {
    this.settings = settings;
    this.model = new ReferenceModel(List.of(ears));
  }

  /**
   * Waits until the application has nothing left to do, and verifies. What is still owed when
   * patience ends is a discrepancy.
   *
   * @param ledger what was acknowledged
   * @throws org.murmurstream.core.UserException if no broker answers, or a topic is missing
   */
  public Verification verify(List<LedgerEntry> ledger) {
    long start = System.nanoTime();
    try (Admin admin = Admin.create(settings.connection().kafka());
        TopicScan recordings = open(settings.topics().recordings());
        TopicScan predictions = open(settings.topics().predictions());
        TopicScan embeddings = open(settings.topics().embeddings());
        TopicScan letters = open(settings.topics().deadLetters())) {
      var quiet = new Quiet(admin, settings);
      var reader = PublishedPrediction.reader(settings.connection());
      var embeddingReader = PublishedEmbedding.reader(settings.connection());
      while (true) {
        Map<String, String> undone = quiet.undone();
        Duration waited = Duration.ofNanos(System.nanoTime() - start);
        boolean last = waited.compareTo(settings.patience()) >= 0;
        if (undone.isEmpty() || last) {
          var outcomes = new Outcomes(reader, embeddingReader, settings.topics().recordings());
          embeddings.rewind();
          embeddings.readToEnd(outcomes::addEmbedding); // before the answers that they go with
          predictions.rewind();
          predictions.readToEnd(outcomes::addPrediction);
          letters.rewind();
          letters.readToEnd(outcomes::addLetter);
          var sent = new Sent(ledger, settings.topics().recordings());
          Verification verification =
              new Judgement(settings, model, sent, outcomes)
                  .of(
                      recordings,
                      isWhole(embeddings),
                      undone,
                      Duration.ofNanos(System.nanoTime() - start));
          if (last || !isOwed(verification)) {
            return verification;
          }
        }
        LockSupport.parkNanos(PAUSE.toNanos());
      }
    }
  }

  private TopicScan open(String topic) {
    return TopicScan.open(settings.connection(), topic);
  }

  /** Whether nothing of a topic was deleted yet. */
  private static boolean isWhole(TopicScan topic) {
    return topic.beginnings().values().stream().allMatch(beginning -> beginning == 0);
  }

  /** Whether time may mend it. */
  private static boolean isOwed(Verification verification) {
    return verification.count(Kind.LOST) + verification.count(Kind.UNEXPLAINED) > 0;
  }
}
