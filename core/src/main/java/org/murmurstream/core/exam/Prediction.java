package org.murmurstream.core.exam;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.murmurstream.core.AuscultationSite;
import org.murmurstream.core.Caution;
import org.murmurstream.core.Flag;
import org.murmurstream.core.ModelIdentity;
import org.murmurstream.core.Verdict;

/**
 * The answer to an exam.
 *
 * @param exam the exam, its revision being this answer's
 * @param evidence what it rests on
 * @param verdict empty if nothing was usable or the model failed
 * @param model the model that speaks
 * @param decidedAt when, in milliseconds since the epoch
 */
public record Prediction(
    Exam exam,
    ExamEvidence evidence,
    Optional<Verdict> verdict,
    ModelIdentity model,
    long decidedAt) {

  /** How much of the exam an answer rests on. */
  public enum Status {
    /** Every intended site. */
    COMPLETE,
    /** Some of them. */
    PARTIAL,
    /** Nothing: there is no verdict. */
    INSUFFICIENT
  }

  /**
   * Why a site was not used, or an answer deserves care.
   *
   * @param caution what it is
   * @param site empty if it concerns the answer as a whole
   * @param figures what says so, if anything was measured
   */
  public record Reason(
      Caution caution, Optional<AuscultationSite> site, List<Flag.Figure> figures) {

    public Reason {
      figures = List.copyOf(figures);
    }

    static Reason of(Caution caution, Verdict verdict) {
      return new Reason(caution, Optional.empty(), verdict.ruling().figures(caution));
    }
  }

  /**
   * What the encoder made of one usable site.
   *
   * @param exam its exam
   * @param encoderDigest which encoder
   * @param site the site
   */
  public record SiteVector(Exam exam, String encoderDigest, ExamEvidence.Site site) {}

  /** How much of the exam it rests on. */
  public Status status() {
    if (verdict.isEmpty()) {
      return Status.INSUFFICIENT;
    }
    return evidence.sites().stream().allMatch(site -> site.isUsable() || !site.intended())
        ? Status.COMPLETE
        : Status.PARTIAL;
  }

  /** Those of the sites, in order, then those of the whole. */
  public List<Reason> reasons() {
    List<Reason> reasons = new ArrayList<>();
    for (ExamEvidence.Site site : evidence.sites()) {
      site.cautions().forEach(caution -> reasons.add(reason(caution, site.site())));
    }
    verdict.ifPresent(
        decided -> decided.cautions().forEach(c -> reasons.add(Reason.of(c, decided))));
    if (evidence.failed()) {
      reasons.add(new Reason(Caution.MODEL_FAILURE, Optional.empty(), List.of()));
    }
    return reasons;
  }

  private Reason reason(Caution caution, AuscultationSite site) {
    return new Reason(
        caution,
        Optional.of(site),
        caution == Caution.NARROW_BAND ? List.of(sampleRate(site)) : List.of());
  }

  /** The lowest of the site; what a model asks for is the model's to know. */
  private Flag.Figure sampleRate(AuscultationSite site) {
    int lowest =
        exam.recordingsOf(site).values().stream()
            .filter(Recording::isComplete)
            .mapToInt(Recording::sampleRateHz)
            .min()
            .orElseThrow();
    return new Flag.Figure("sampleRateHz", lowest, OptionalDouble.empty(), OptionalDouble.empty());
  }

  /** The usable sites, in order. */
  public List<SiteVector> vectors() {
    return evidence.sites().stream()
        .filter(ExamEvidence.Site::isUsable)
        .map(site -> new SiteVector(exam, model.encoderDigest(), site))
        .toList();
  }

  /** A verdict is a patient's: nothing of it is ever printed. */
  @Override
  public String toString() {
    return "Prediction[%s]".formatted(status());
  }
}
