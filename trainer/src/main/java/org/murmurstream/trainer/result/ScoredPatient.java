package org.murmurstream.trainer.result;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.murmurstream.core.AuscultationSite;
import org.murmurstream.core.Diagnosis;
import org.murmurstream.core.MurmurClass;
import org.murmurstream.data.circor.CircorFindings;
import org.murmurstream.data.circor.CircorRecordings;

/**
 * A patient's decision beside what clinicians found.
 *
 * @param finding with the patient's subject
 * @param recorded sites with a recording
 */
public record ScoredPatient(Decision decision, Diagnosis finding, Set<AuscultationSite> recorded) {

  public ScoredPatient {
    recorded = Set.copyOf(recorded);
  }

  /** The patients with a finding, in the order of the decisions. */
  public static List<ScoredPatient> of(
      List<Decision> decisions, CircorRecordings recordings, CircorFindings findings) {
    var scored = new ArrayList<ScoredPatient>();
    for (Decision decision : decisions) {
      Optional<Diagnosis> finding = findings.of(decision.patientId());
      if (finding.isPresent()) {
        Set<AuscultationSite> recorded = EnumSet.noneOf(AuscultationSite.class);
        recordings.of(decision.patientId()).forEach(recording -> recorded.add(recording.site()));
        scored.add(new ScoredPatient(decision, finding.get(), recorded));
      }
    }
    return scored;
  }

  /** The class that is right. */
  public MurmurClass label() {
    return finding.murmur();
  }

  /** The person, where several patients are one. */
  public String subject() {
    return finding.subject();
  }
}
