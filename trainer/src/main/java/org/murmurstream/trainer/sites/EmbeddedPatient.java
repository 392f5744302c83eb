package org.murmurstream.trainer.sites;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.murmurstream.core.AuscultationSite;
import org.murmurstream.data.LabelledPatient;

/**
 * A patient as an encoder hears them.
 *
 * @param patient who, and the label
 * @param recordings at least one
 */
public record EmbeddedPatient(LabelledPatient patient, List<Recording> recordings) {

  /**
   * One recording.
   *
   * @param site where it was made
   * @param windows embeddings of its windows, at least one
   */
  public record Recording(AuscultationSite site, List<float[]> windows) {

    @Override
    public String toString() {
      return "Recording[" + site + ", " + windows.size() + " windows]";
    }
  }

  public EmbeddedPatient {
    recordings = List.copyOf(recordings);
  }

  /**
   * What is known of each site: the mean over its recordings of the mean over their windows. A
   * patient heard at no site that is asked for is taken to have been heard at MV, as in the stream.
   *
   * @param sites the sites a classifier listens to
   */
  public Map<AuscultationSite, float[]> tokens(List<AuscultationSite> sites) {
    var bySite = new EnumMap<AuscultationSite, List<float[]>>(AuscultationSite.class);
    for (Recording recording : recordings) {
      bySite
          .computeIfAbsent(recording.site(), site -> new ArrayList<>())
          .add(mean(recording.windows()));
    }
    var tokens = new EnumMap<AuscultationSite, float[]>(AuscultationSite.class);
    for (AuscultationSite site : sites) {
      if (bySite.containsKey(site)) {
        tokens.put(site, mean(bySite.get(site)));
      }
    }
    if (tokens.isEmpty()) {
      tokens.put(AuscultationSite.MV, mean(bySite.values().iterator().next()));
    }
    return tokens;
  }

  private static float[] mean(List<float[]> rows) {
    var mean = new float[rows.get(0).length];
    for (int i = 0; i < mean.length; i++) {
      double sum = 0;
      for (float[] row : rows) {
        sum += row[i];
      }
      mean[i] = (float) (sum / rows.size());
    }
    return mean;
  }

  /** Of a patient: only the number of recordings is ever printed. */
  @Override
  public String toString() {
    return "EmbeddedPatient[" + recordings.size() + " recordings]";
  }
}
