package org.murmurstream.model.ear;

import java.util.List;
import org.murmurstream.core.Evidence;
import org.murmurstream.core.SiteEvidence;

/** Evidence of recordings, each as a site of its own. */
final class SitesApart {

  private SitesApart() {}

  static List<SiteEvidence> of(List<Evidence> evidence) {
    return evidence.stream().map(recording -> SiteEvidence.of(List.of(recording))).toList();
  }
}
