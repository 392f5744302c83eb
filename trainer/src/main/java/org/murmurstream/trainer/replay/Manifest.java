package org.murmurstream.trainer.replay;

import java.util.List;
import java.util.SortedMap;

/**
 * What a data set was made of, and what it holds. It names neither times of day nor places on a
 * disk: the same offsets give the same manifest, byte for byte.
 *
 * @param format number of this form of manifests
 * @param topics what was read
 * @param counts of the data set
 * @param labels exams by finding
 * @param audioDigest SHA-256 over the audio digests of all exams, in their order here
 * @param tableSha256 SHA-256 of {@code training_data.csv}
 * @param embeddings embedded sites, by encoder digest; null if nobody asked for embeddings
 * @param excluded what is not in the data set: how many of each reason
 * @param exclusions each of these
 * @param exams each exam of the data set, in the order of its table
 */
public record Manifest(
    int format,
    SortedMap<ArchiveTopic, TopicRead> topics,
    Counts counts,
    SortedMap<String, Integer> labels,
    String audioDigest,
    String tableSha256,
    SortedMap<String, Integer> embeddings,
    SortedMap<String, Integer> excluded,
    Exclusions exclusions,
    List<Exam> exams) {

  static final int FORMAT = 1;

  /**
   * A topic.
   *
   * @param name what it is called
   * @param schemaIds the registry's ids of the schemas its records were written with, rising
   * @param partitions what was read of each
   */
  public record TopicRead(String name, List<Integer> schemaIds, List<PartitionRead> partitions) {}

  /**
   * A partition.
   *
   * @param first the first offset
   * @param end the offset after the last
   * @param records committed records between them
   */
  public record PartitionRead(int partition, long first, long end, long records) {}

  /**
   * Sizes.
   *
   * @param patients patient ids among the exams
   * @param subjects persons among them
   * @param recordings recordings in the data set
   * @param marked recordings with marks
   * @param seconds length of all recordings together
   * @param repeated records that say again what another said, word for word; nothing is lost with
   *     them
   */
  public record Counts(
      int exams,
      int patients,
      int subjects,
      int recordings,
      int marked,
      double seconds,
      long repeated) {}

  /**
   * An exam.
   *
   * @param id its patient id in the data set
   * @param patient its patient id in the archive
   * @param exam its exam id in the archive
   * @param subject the person
   * @param murmur the finding
   * @param partition where its chunks were read
   * @param firstOffset lowest offset of a chunk that was taken in
   * @param lastOffset highest such offset
   * @param missing sites it intended of which no recording is complete
   * @param audioDigest {@link org.murmurstream.core.exam.AudioDigest} of its recordings; as in the
   *     provenance of a prediction that rests on all of them
   * @param embeddings its embedded sites, by encoder and site; null if there are none
   */
  public record Exam(
      String id,
      String patient,
      String exam,
      String subject,
      String murmur,
      int partition,
      long firstOffset,
      long lastOffset,
      List<String> missing,
      String audioDigest,
      List<Recording> recordings,
      List<Embedding> embeddings) {

    /** Ids are never printed. */
    @Override
    public String toString() {
      return "Exam[%s, %d recordings]".formatted(murmur, recordings.size());
    }
  }

  /**
   * A recording.
   *
   * @param recording its number among those of the site, in the archive
   * @param file its file in {@code training_data}
   * @param marks how many intervals experts marked
   */
  public record Recording(
      String site,
      int recording,
      String file,
      int sampleRateHz,
      int samples,
      int marks,
      String audioDigest) {}

  /**
   * A site's vector among {@link SiteEmbeddings}.
   *
   * @param encoderDigest what embedded it
   * @param partition where its record was read
   * @param offset of the record
   */
  public record Embedding(String encoderDigest, String site, int partition, long offset) {}

  @Override
  public String toString() {
    return "Manifest[%s, excluded=%s]".formatted(counts, excluded);
  }
}
