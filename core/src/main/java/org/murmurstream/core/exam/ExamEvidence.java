package org.murmurstream.core.exam;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import org.murmurstream.core.AuscultationSite;
import org.murmurstream.core.Caution;
import org.murmurstream.core.SiteEvidence;
import org.murmurstream.core.exam.Recording.Stage;

/**
 * What an answer rests on.
 *
 * @param sites every intended or received site, in order
 * @param failed whether the model failed on the exam as a whole
 */
public record ExamEvidence(List<Site> sites, boolean failed) {

  public ExamEvidence {
    sites = List.copyOf(sites);
  }

  /**
   * One site.
   *
   * @param site which
   * @param intended whether the exam intends it
   * @param completeRecordings how many recordings are complete
   * @param found what the model found in those, if it heard any
   * @param audioDigest digest of what it heard, 32 bytes, if it heard any
   * @param cautions why it is not usable, or what to be careful about, in the order of the enum
   */
  public record Site(
      AuscultationSite site,
      boolean intended,
      int completeRecordings,
      Optional<SiteEvidence> found,
      Optional<byte[]> audioDigest,
      Set<Caution> cautions) {

    /** Whether it may take part in a decision. */
    public boolean isUsable() {
      return found.map(SiteEvidence::usable).orElse(false);
    }
  }

  /**
   * Puts the evidence of an exam together.
   *
   * @param evidence gives that of each recording heard so far
   */
  public static ExamEvidence of(Exam exam, Function<RecordingId, TracedEvidence> evidence) {
    SortedMap<RecordingId, TracedEvidence> heard = new TreeMap<>();
    exam.heard().forEach(id -> heard.put(id, evidence.apply(id)));
    Map<AuscultationSite, SiteEvidence> found =
        SiteEvidence.bySite(heard.values().stream().map(TracedEvidence::evidence).toList());
    List<Site> sites = new ArrayList<>();
    for (AuscultationSite site : exam.sites()) {
      sites.add(site(exam, site, Optional.ofNullable(found.get(site)), digests(heard, site)));
    }
    return new ExamEvidence(sites, false);
  }

  private static List<byte[]> digests(
      SortedMap<RecordingId, TracedEvidence> heard, AuscultationSite site) {
    return heard.entrySet().stream()
        .filter(recording -> recording.getKey().site() == site)
        .map(recording -> recording.getValue().audioDigest())
        .toList();
  }

  private static Site site(
      Exam exam, AuscultationSite site, Optional<SiteEvidence> found, List<byte[]> digests) {
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
    found.ifPresent(whole -> cautions.addAll(whole.cautions()));
    return new Site(
        site,
        exam.intended().containsKey(site),
        (int) recordings.values().stream().filter(Recording::isComplete).count(),
        found,
        digests.isEmpty() ? Optional.empty() : Optional.of(AudioDigest.over(digests)),
        cautions);
  }

  /** The same evidence, on which the model failed. */
  public ExamEvidence failedUpon() {
    return new ExamEvidence(sites, true);
  }

  /** What may take part in a decision, sites in order. */
  public List<SiteEvidence> usable() {
    return sites.stream()
        .flatMap(site -> site.found().stream())
        .filter(SiteEvidence::usable)
        .toList();
  }

  /** Digest of everything heard, 32 bytes. */
  public byte[] audioDigest() {
    return AudioDigest.over(sites.stream().flatMap(site -> site.audioDigest().stream()).toList());
  }
}
