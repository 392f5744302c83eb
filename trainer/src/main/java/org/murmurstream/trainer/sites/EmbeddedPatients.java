package org.murmurstream.trainer.sites;

import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.murmurstream.core.AuscultationSite;
import org.murmurstream.core.Diagnosis;
import org.murmurstream.core.UserException;
import org.murmurstream.data.ExamRecordings;
import org.murmurstream.data.ExamSource;
import org.murmurstream.data.LabelledPatient;
import org.murmurstream.data.SiteRecording;
import org.murmurstream.trainer.run.ProgressWatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads labelled patients, first who they are and then as an encoder hears them. */
public final class EmbeddedPatients {

  private static final Logger LOG = LoggerFactory.getLogger(EmbeddedPatients.class);

  private EmbeddedPatients() {}

  /** What was embedded elsewhere. */
  @FunctionalInterface
  public interface Known {

    /** Mean embeddings of all recordings of a site; empty if none is known of the patient. */
    Map<AuscultationSite, float[]> sites(String patientId) throws IOException;
  }

  /**
   * Reads everything once and keeps who the patients are, so that nothing is embedded in vain.
   *
   * @throws UserException if a patient has no label or no recording
   */
  public static List<LabelledPatient> labels(ExamSource source) {
    var patients = new ArrayList<LabelledPatient>();
    List<String> ids = source.patientIds();
    int unlabelled = 0;
    int empty = 0;
    for (String id : ids) {
      ExamRecordings exam = source.examine(id, 1);
      Optional<Diagnosis> diagnosis = exam.diagnosis();
      unlabelled += diagnosis.isEmpty() ? 1 : 0;
      empty += exam.recordings().isEmpty() ? 1 : 0;
      diagnosis.ifPresent(found -> patients.add(LabelledPatient.of(found)));
    }
    if (unlabelled > 0 || empty > 0) {
      throw new UserException(
          "of %d exams %d have no label and %d no recording; training needs both of each"
              .formatted(ids.size(), unlabelled, empty));
    }
    return patients;
  }

  /**
   * Embeds patients, with one patient's samples in memory at a time.
   *
   * @param patients as {@link #labels} told them
   * @param known sites of which the mean over all recordings is known, by patient id: they count as
   *     one recording, and are not embedded
   */
  public static List<EmbeddedPatient> embed(
      ExamSource source,
      List<LabelledPatient> patients,
      Known known,
      EmbeddingStore embeddings,
      ProgressWatch progress)
      throws IOException {
    var embedded = new ArrayList<EmbeddedPatient>();
    int knownSites = 0;
    int otherRecordings = 0;
    for (LabelledPatient patient : patients) {
      var recordings = new ArrayList<EmbeddedPatient.Recording>();
      Map<AuscultationSite, float[]> sites = known.sites(patient.patientId());
      Set<AuscultationSite> taken = EnumSet.noneOf(AuscultationSite.class);
      for (SiteRecording recording : source.examine(patient.patientId(), 1).recordings()) {
        var site = AuscultationSite.valueOf(recording.site().name());
        if (!sites.containsKey(site)) {
          otherRecordings++;
          recordings.add(
              new EmbeddedPatient.Recording(site, embeddings.windows(recording.audio())));
        } else if (taken.add(site)) {
          recordings.add(new EmbeddedPatient.Recording(site, List.of(sites.get(site))));
        }
      }
      knownSites += taken.size();
      embedded.add(new EmbeddedPatient(patient, recordings));
      progress.at("Embedding", embedded.size(), patients.size(), "");
    }
    LOG.atInfo()
        .addKeyValue("sitesOfDataSet", knownSites)
        .addKeyValue("otherRecordings", otherRecordings)
        .log("patients embedded");
    return embedded;
  }
}
