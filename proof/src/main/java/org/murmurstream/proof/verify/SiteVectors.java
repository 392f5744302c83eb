package org.murmurstream.proof.verify;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.murmurstream.core.exam.Prediction;
import org.murmurstream.kafka.predictions.PublishedEmbedding;
import org.murmurstream.proof.verify.Discrepancy.Kind;

/**
 * What the encoder made of the sites of one exam: what was published, held against what its answers
 * rest on. With each answer goes one for each usable site. They do not name the revision, so each
 * is taken for whichever it equals.
 */
final class SiteVectors {

  /** How many fields that differ are named. */
  private static final int NAMED = 3;

  private final String label;
  private final List<PublishedEmbedding> published;
  private final List<Expected> expected = new ArrayList<>();
  private boolean known = true;

  /** What goes with an answer. */
  private record Expected(int revision, Prediction.SiteVector vector) {}

  /**
   * @param label what the exam is called in findings
   * @param published what lies in the topic, in its order
   */
  SiteVectors(String label, List<PublishedEmbedding> published) {
    this.label = label;
    this.published = List.copyOf(published);
  }

  /** An answer was given as it should. */
  void expect(Prediction answer) {
    answer
        .vectors()
        .forEach(vector -> expected.add(new Expected(answer.exam().revision(), vector)));
  }

  /** An answer was given of which nobody knows what it rests on, so nothing can be expected. */
  void forgo() {
    known = false;
  }

  /**
   * Judges.
   *
   * @param tolerance by how much numbers may differ
   * @param whole whether nothing was deleted yet that was published
   */
  void judge(double tolerance, boolean whole, Findings findings) {
    if (!known) {
      return;
    }
    List<PublishedEmbedding> left = new ArrayList<>(published);
    List<Expected> missing = new ArrayList<>();
    for (Expected one : expected) {
      if (take(left, found -> found.differencesFrom(one.vector(), tolerance).isEmpty()).isEmpty()) {
        missing.add(one);
      }
    }
    List<PublishedEmbedding> repeated =
        left.stream()
            .filter(
                found ->
                    expected.stream()
                        .anyMatch(one -> found.differencesFrom(one.vector(), tolerance).isEmpty()))
            .toList();
    left.removeAll(repeated);
    for (Expected one : missing) {
      Optional<PublishedEmbedding> instead =
          take(left, found -> found.isOf(one.vector().site().site()));
      if (instead.isPresent()) {
        List<String> differences = instead.get().differencesFrom(one.vector(), tolerance);
        findings.add(
            Kind.WRONG,
            instead.get().at(),
            "%s: an embedding of revision %d differs in %s"
                .formatted(label, one.revision(), named(differences)));
      } else if (whole) {
        findings.add(
            Kind.LOST,
            label,
            "revision %d lacks the embedding of a site".formatted(one.revision()));
      }
    }
    repeated.forEach(
        found ->
            findings.add(
                Kind.DUPLICATED,
                found.at(),
                "%s: this embedding is there once more".formatted(label)));
    left.forEach(
        found ->
            findings.add(
                Kind.PHANTOM,
                found.at(),
                "%s: this embedding goes with no answer".formatted(label)));
  }

  private static Optional<PublishedEmbedding> take(
      List<PublishedEmbedding> from, Predicate<PublishedEmbedding> which) {
    Optional<PublishedEmbedding> found = from.stream().filter(which).findFirst();
    found.ifPresent(from::remove);
    return found;
  }

  private static String named(List<String> differences) {
    int more = differences.size() - NAMED;
    return differences.subList(0, Math.min(NAMED, differences.size()))
        + (more > 0 ? " and %d more".formatted(more) : "");
  }
}
