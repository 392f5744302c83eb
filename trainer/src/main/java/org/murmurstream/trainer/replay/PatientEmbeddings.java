package org.murmurstream.trainer.replay;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.murmurstream.core.AuscultationSite;
import org.murmurstream.core.exam.AudioDigest;
import org.murmurstream.core.exam.RecordingId;
import org.murmurstream.kafka.wire.Label;
import org.murmurstream.kafka.wire.SiteVector;

/** What encoders made of a patient's sites, and which of it is of audio in the data set. */
final class PatientEmbeddings {

  private final Path dataSet;
  private final Statements<Sound, SiteVector> embeddings = new Statements<>();
  private final Set<Sound> written = new HashSet<>();

  /** What was embedded, and by what. */
  private record Sound(String encoderDigest, String audioDigest) implements Comparable<Sound> {

    private static final Comparator<Sound> ORDER =
        Comparator.comparing(Sound::encoderDigest).thenComparing(Sound::audioDigest);

    @Override
    public int compareTo(Sound other) {
      return ORDER.compare(this, other);
    }
  }

  /** A site of an exam as it is in the data set. */
  private record Site(AuscultationSite site, int recordings) {}

  PatientEmbeddings(Path dataSet) {
    this.dataSet = dataSet;
  }

  void add(Entry entry, Label.Sound<SiteVector> embedding) {
    embeddings.add(
        new Sound(embedding.content().encoderDigest(), embedding.content().audioDigest()),
        entry,
        embedding);
  }

  /**
   * Writes those of an exam's audio, sites of which every recording in the data set was heard.
   *
   * @param id the exam's patient id in the data set
   * @return by encoder and site; null if there are none
   */
  List<Manifest.Embedding> write(String id, GatheredExam exam) throws IOException {
    Map<String, Site> sites = sites(exam);
    SortedMap<String, Map<AuscultationSite, float[]>> vectors = new TreeMap<>();
    List<Manifest.Embedding> described = new ArrayList<>();
    for (Sound sound : embeddings.subjects()) {
      Site site = sites.get(sound.audioDigest());
      var latest = embeddings.about(sound).orElseThrow();
      // The application leaves unusable recordings out of the mean, and the digest does not tell.
      if (site != null && site.recordings() == latest.content().recordings()) {
        vectors
            .computeIfAbsent(sound.encoderDigest(), e -> new EnumMap<>(AuscultationSite.class))
            .put(site.site(), latest.content().vector());
        described.add(
            new Manifest.Embedding(
                sound.encoderDigest(),
                site.site().name(),
                latest.entry().partition(),
                latest.entry().offset()));
        written.add(sound);
      }
    }
    for (var encoder : vectors.entrySet()) {
      SiteEmbeddings.write(dataSet, encoder.getKey(), id, encoder.getValue());
    }
    described.sort(
        Comparator.comparing(Manifest.Embedding::encoderDigest)
            .thenComparing(e -> AuscultationSite.valueOf(e.site())));
    return described.isEmpty() ? null : described;
  }

  /** Reports what was not written. */
  void reportOthers(Outcome.Draft out) {
    embeddings.reportEarlier(out);
    for (Sound sound : embeddings.subjects()) {
      if (!written.contains(sound)) {
        out.exclude(embeddings.about(sound).orElseThrow().entry(), Exclusions.OTHER_AUDIO);
      }
    }
  }

  private static Map<String, Site> sites(GatheredExam exam) {
    Map<AuscultationSite, List<byte[]>> digests = new EnumMap<>(AuscultationSite.class);
    for (RecordingId id : exam.complete().keySet()) {
      digests
          .computeIfAbsent(id.site(), site -> new ArrayList<>())
          .add(exam.complete().get(id).digest());
    }
    Map<String, Site> sites = new TreeMap<>();
    digests.forEach(
        (site, recordings) ->
            sites.put(
                AudioDigest.hex(AudioDigest.over(recordings)), new Site(site, recordings.size())));
    return sites;
  }
}
