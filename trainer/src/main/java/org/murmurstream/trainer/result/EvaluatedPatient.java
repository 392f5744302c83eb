package org.murmurstream.trainer.result;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.murmurstream.core.AuscultationSite;
import org.murmurstream.core.Diagnosis;
import org.murmurstream.data.LabelledPatient;
import org.murmurstream.data.circor.CircorFindings;
import org.murmurstream.data.circor.CircorRecordings;

/**
 * A patient's decision beside all that is known of the patient.
 *
 * @param finding with the patient's subject
 * @param recorded sites with a recording
 */
public record EvaluatedPatient(
    PatientDecision decision, Diagnosis finding, Set<AuscultationSite> recorded) {

  public EvaluatedPatient {
    recorded = Set.copyOf(recorded);
  }

  /** The patients with a finding, in the order of the decisions. */
  public static List<EvaluatedPatient> of(
      List<PatientDecision> decisions, CircorRecordings recordings, CircorFindings findings) {
    var evaluated = new ArrayList<EvaluatedPatient>();
    for (PatientDecision decision : decisions) {
      Optional<Diagnosis> finding = findings.of(decision.patientId());
      if (finding.isPresent()) {
        Set<AuscultationSite> recorded = EnumSet.noneOf(AuscultationSite.class);
        recordings.of(decision.patientId()).forEach(recording -> recorded.add(recording.site()));
        evaluated.add(new EvaluatedPatient(decision, finding.get(), recorded));
      }
    }
    return evaluated;
  }

  /** The decision beside the truth. */
  public ScoredPatient scored() {
    return new ScoredPatient(decision, LabelledPatient.of(finding));
  }
}
