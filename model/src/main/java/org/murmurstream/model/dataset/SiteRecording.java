package org.murmurstream.model.dataset;

import java.util.List;
import org.murmurstream.model.Pcm;
import org.murmurstream.schemas.CycleInterval;
import org.murmurstream.schemas.Site;

/**
 * One recording of one site, with the marks an expert made in it.
 *
 * @param site where it was made
 * @param index its number among the recordings of that site, from 0
 * @param audio the samples
 * @param marks marked intervals in rising order, not overlapping; empty if there are none
 */
public record SiteRecording(Site site, int index, Pcm audio, List<CycleInterval> marks) {

  public SiteRecording {
    marks = List.copyOf(marks);
  }

  @Override
  public String toString() {
    return "SiteRecording[%s, %d, %s, %d marks]".formatted(site, index, audio, marks.size());
  }
}
