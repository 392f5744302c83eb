package org.murmurstream.data;

import java.util.List;
import org.murmurstream.core.AuscultationSite;
import org.murmurstream.core.CycleInterval;
import org.murmurstream.core.Pcm;

/**
 * One recording of one site, with the marks an expert made in it.
 *
 * @param site where it was made
 * @param index its number among the recordings of that site, from 0
 * @param audio the samples
 * @param marks marked intervals in rising order, not overlapping; empty if there are none
 */
public record SiteRecording(
    AuscultationSite site, int index, Pcm audio, List<CycleInterval> marks) {

  public SiteRecording {
    marks = List.copyOf(marks);
  }

  /** Its name, unique among all recordings, and a file name. */
  public String nameOf(String patientId) {
    return patientId + "_" + site + "_" + index;
  }

  @Override
  public String toString() {
    return "SiteRecording[%s, %d, %s, %d marks]".formatted(site, index, audio, marks.size());
  }
}
