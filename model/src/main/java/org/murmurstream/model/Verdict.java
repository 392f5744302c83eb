package org.murmurstream.model;

import java.util.List;
import java.util.Map;

/**
 * The decision on one exam.
 *
 * @param murmur the class decided on
 * @param probabilities the probabilities behind it
 * @param sites what each used site contributed; every site of the decision is present
 * @param cautions what concerns the decision as a whole, in the order of the enum
 */
public record Verdict(
    MurmurClass murmur,
    Probabilities probabilities,
    Map<AuscultationSite, SiteShare> sites,
    List<Caution> cautions) {

  public Verdict {
    sites = Map.copyOf(sites);
    cautions = List.copyOf(cautions);
  }

  /**
   * One site's part in a decision.
   *
   * @param alone what the classifier says with only this site present
   * @param attention share of the attention on this site, 0 to 1; the shares sum to 1
   */
  public record SiteShare(Probabilities alone, double attention) {}
}
