package org.murmurstream.model;

import java.util.List;

/**
 * All complete recordings of one auscultation site of one exam.
 *
 * @param site the site
 * @param recordings its recordings in the order of their number; at least one
 */
public record SiteAudio(AuscultationSite site, List<Pcm> recordings) {

  public SiteAudio {
    recordings = List.copyOf(recordings);
    if (recordings.isEmpty()) {
      throw new IllegalArgumentException("site " + site + " has no recording");
    }
  }
}
