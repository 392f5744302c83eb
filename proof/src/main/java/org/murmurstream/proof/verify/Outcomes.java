package org.murmurstream.proof.verify;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.murmurstream.kafka.Place;
import org.murmurstream.kafka.SerdeFault;
import org.murmurstream.kafka.deadletters.DeadLetter;
import org.murmurstream.kafka.predictions.PublishedEmbedding;
import org.murmurstream.kafka.predictions.PublishedPrediction;
import org.murmurstream.proof.verify.Discrepancy.Kind;

/**
 * Everything that was published: predictions by exam and revision, embeddings by exam, letters by
 * their record.
 */
final class Outcomes {

  private final Function<ConsumerRecord<byte[], byte[]>, PublishedPrediction> reader;
  private final Function<ConsumerRecord<byte[], byte[]>, PublishedEmbedding> embeddingReader;
  private final String recordings;
  private final Map<ExamName, SortedMap<Integer, PublishedPrediction>> predictions =
      new HashMap<>();
  private final Map<ExamSubject, List<PublishedEmbedding>> embeddings = new HashMap<>();
  private final Map<Place, DeadLetter> letters = new HashMap<>();
  private final Findings findings = new Findings();

  /**
   * @param reader reads predictions
   * @param embeddingReader reads embeddings
   * @param recordings name of the topic that letters are expected from
   */
  Outcomes(
      Function<ConsumerRecord<byte[], byte[]>, PublishedPrediction> reader,
      Function<ConsumerRecord<byte[], byte[]>, PublishedEmbedding> embeddingReader,
      String recordings) {
    this.reader = reader;
    this.embeddingReader = embeddingReader;
    this.recordings = recordings;
  }

  void addPrediction(ConsumerRecord<byte[], byte[]> record) {
    read(record, reader, "this is no prediction").ifPresent(this::add);
  }

  void addEmbedding(ConsumerRecord<byte[], byte[]> record) {
    read(record, embeddingReader, "this is no embedding of a site")
        .ifPresent(
            embedding ->
                embeddings
                    .computeIfAbsent(ExamSubject.of(embedding), exam -> new ArrayList<>())
                    .add(embedding));
  }

  private void add(PublishedPrediction prediction) {
    PublishedPrediction before =
        predictions
            .computeIfAbsent(ExamName.of(prediction), name -> new TreeMap<>())
            .putIfAbsent(prediction.revision(), prediction);
    if (before != null) {
      findings.add(
          Kind.DUPLICATED,
          prediction.at(),
          "revision %d of this exam is at %s, too".formatted(prediction.revision(), before.at()));
    }
  }

  private <T> Optional<T> read(
      ConsumerRecord<byte[], byte[]> record,
      Function<ConsumerRecord<byte[], byte[]>, T> by,
      String otherwise) {
    try {
      return Optional.of(by.apply(record));
    } catch (RuntimeException e) {
      if (SerdeFault.of(e) == SerdeFault.TRANSIENT) {
        throw e;
      }
      findings.add(Kind.WRONG, Place.of(record), otherwise);
      return Optional.empty();
    }
  }

  void addLetter(ConsumerRecord<byte[], byte[]> record) {
    DeadLetter letter = DeadLetter.of(record);
    boolean saysWhy = letter.reason().filter(Moment::isReason).isPresent();
    if (!saysWhy || letter.source().isEmpty()) {
      findings.add(
          Kind.UNEXPLAINED,
          letter.at(),
          "the dead letter does not say %s".formatted(saysWhy ? "where its record lay" : "why"));
      return;
    }
    Place source = letter.source().get();
    if (!source.topic().equals(recordings)) {
      findings.add(
          Kind.PHANTOM, letter.at(), "the dead letter is of topic %s".formatted(source.topic()));
      return;
    }
    DeadLetter before = letters.putIfAbsent(source, letter);
    if (before != null) {
      findings.add(
          Kind.DUPLICATED,
          letter.at(),
          "there is another dead letter of %s, at %s".formatted(source, before.at()));
    }
  }

  /** Those of one exam, by revision. */
  SortedMap<Integer, PublishedPrediction> of(ExamName exam) {
    return predictions.getOrDefault(exam, new TreeMap<>());
  }

  /** Embeddings of the sites of one exam, in the order of the topic. */
  List<PublishedEmbedding> embeddingsOf(ExamSubject exam) {
    return embeddings.getOrDefault(exam, List.of());
  }

  Map<ExamSubject, List<PublishedEmbedding>> embeddings() {
    return embeddings;
  }

  Map<ExamName, SortedMap<Integer, PublishedPrediction>> predictions() {
    return predictions;
  }

  Map<Place, DeadLetter> letters() {
    return letters;
  }

  Optional<DeadLetter> letterOf(Place record) {
    return Optional.ofNullable(letters.get(record));
  }

  /** What is wrong with them in themselves. */
  Findings findings() {
    return findings;
  }
}
