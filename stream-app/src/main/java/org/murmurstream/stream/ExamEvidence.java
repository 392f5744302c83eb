package org.murmurstream.stream;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.function.Function;
import org.murmurstream.core.AuscultationSite;
import org.murmurstream.core.Caution;
import org.murmurstream.core.SiteEvidence;
import org.murmurstream.core.exam.AudioDigest;
import org.murmurstream.core.exam.Exam;
import org.murmurstream.core.exam.Recording;
import org.murmurstream.core.exam.Recording.Stage;
import org.murmurstream.core.exam.RecordingId;
import org.murmurstream.stream.store.StoredEvidence;

/**
 * What an answer rests on.
 *
 * @param sites every intended or received site, in order
 * @param failed whether the model failed on the exam as a whole
 */
record ExamEvidence(List<Site> sites, boolean failed) {

  ExamEvidence {
    sites = List.copyOf(sites);
  }

  /**
   * One site.
   *
   * @param site which
   * @param intended whether the exam intends it
   * @param completeRecordings how many recordings are complete
   * @param hearing what the ear made of those, if it heard any
   * @param audioDigest digest of what it heard, 32 bytes, if it heard any
   * @param cautions why it is not usable, or what to be careful about, in the order of the enum
   */
  record Site(
      AuscultationSite site,
      boolean intended,
      int completeRecordings,
      Optional<SiteEvidence> hearing,
      Optional<byte[]> audioDigest,
      Set<Caution> cautions) {

    boolean isUsable() {
      return hearing.map(SiteEvidence::usable).orElse(false);
    }
  }

  /** Gathers the evidence of an exam from what the ear has heard so far. */
  static ExamEvidence of(Exam exam, Function<RecordingId, StoredEvidence> hearings) {
    Map<AuscultationSite, List<StoredEvidence>> heard = new EnumMap<>(AuscultationSite.class);
    for (RecordingId id : exam.heard()) {
      heard.computeIfAbsent(id.site(), site -> new ArrayList<>()).add(hearings.apply(id));
    }
    List<Site> sites = new ArrayList<>();
    for (AuscultationSite site : exam.sites()) {
      sites.add(site(exam, site, heard.getOrDefault(site, List.of())));
    }
    return new ExamEvidence(sites, false);
  }

  private static Site site(Exam exam, AuscultationSite site, List<StoredEvidence> heard) {
    SortedMap<RecordingId, Recording> recordings = exam.recordingsOf(site);
    Set<Caution> cautions = EnumSet.noneOf(Caution.class);
    if (recordings.isEmpty()) {
      cautions.add(Caution.MISSING_SITE);
    } else if (!exam.isComplete(site)) {
      cautions.add(Caution.GAPS);
    }
    if (recordings.values().stream().anyMatch(r -> r.stage() == Stage.FAILED)) {
      cautions.add(Caution.MODEL_FAILURE);
    }
    Optional<SiteEvidence> hearing =
        heard.isEmpty()
            ? Optional.empty()
            : Optional.of(SiteEvidence.of(heard.stream().map(StoredEvidence::evidence).toList()));
    hearing.ifPresent(whole -> cautions.addAll(whole.cautions()));
    return new Site(
        site,
        exam.intended().containsKey(site),
        (int) recordings.values().stream().filter(Recording::isComplete).count(),
        hearing,
        heard.isEmpty()
            ? Optional.empty()
            : Optional.of(
                AudioDigest.over(heard.stream().map(StoredEvidence::audioDigest).toList())),
        cautions);
  }

  /** The same evidence, on which the model failed. */
  ExamEvidence failedUpon() {
    return new ExamEvidence(sites, true);
  }

  /** What may take part in a decision, sites in order. */
  List<SiteEvidence> usable() {
    return sites.stream()
        .flatMap(site -> site.hearing().stream())
        .filter(SiteEvidence::usable)
        .toList();
  }

  /** Digest of everything heard, 32 bytes. */
  byte[] audioDigest() {
    return AudioDigest.over(sites.stream().flatMap(site -> site.audioDigest().stream()).toList());
  }
}
