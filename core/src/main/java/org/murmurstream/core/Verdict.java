package org.murmurstream.core;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * The decision on one exam.
 *
 * @param probabilities the probabilities behind it
 * @param sites what each used site contributed; every site of the decision is present
 * @param cautions what concerns the decision as a whole, in the order of the enum
 * @param ruling how the class follows from the probabilities
 * @param limits what nobody should take the verdict for, in sentences for clinicians
 */
public record Verdict(
    Probabilities probabilities,
    Map<AuscultationSite, SiteShare> sites,
    List<Caution> cautions,
    Ruling ruling,
    List<String> limits) {

  public Verdict {
    sites = Map.copyOf(sites);
    cautions = List.copyOf(cautions);
    limits = List.copyOf(limits);
  }

  /** The class decided on. */
  public MurmurClass murmur() {
    return ruling.decide(probabilities);
  }

  /** Why it is this class, in sentences without anything that tells who the patient is. */
  public String explanation() {
    return ruling.explain(probabilities);
  }

  /**
   * One site's part in a decision.
   *
   * @param alone what the model says with only this site present
   * @param attention share of the attention on this site, 0 to 1; the shares sum to 1; empty if the
   *     model has no attention over sites
   * @param beats what was heard of heart beats; empty if the model does not look for them
   */
  public record SiteShare(
      Probabilities alone, OptionalDouble attention, Optional<HeartBeats> beats) {

    /** The part of a site in the decision of a transformer over the sites. */
    public SiteShare(Probabilities alone, double attention) {
      this(alone, OptionalDouble.of(attention), Optional.empty());
    }

    /** The part of a site in the decision of a committee. */
    public SiteShare(Probabilities alone, HeartBeats beats) {
      this(alone, OptionalDouble.empty(), Optional.of(beats));
    }
  }
}
