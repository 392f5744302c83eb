package org.murmurstream.sim.synthetic;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.murmurstream.core.MurmurClass;
import org.murmurstream.core.UserException;
import org.murmurstream.data.ExamRecordings;
import org.murmurstream.data.ExamSource;
import org.murmurstream.sim.Rng;

/**
 * Patients who do not exist: heart sounds computed from a seed, with the true marks of every beat
 * and the true finding. The same seed and number give the same samples on every machine.
 *
 * <p>They serve to run, test and show the system without any data. They are no evidence of how well
 * a model hears real hearts.
 */
public final class SyntheticHearts implements ExamSource {

  private final Map<String, MurmurClass> findings;
  private final long seed;

  /**
   * @param patients how many, at least 1
   * @param mix how often each class occurs
   */
  public SyntheticHearts(int patients, long seed, ClassMix mix) {
    this.seed = seed;
    this.findings = new LinkedHashMap<>();
    for (MurmurClass finding : mix.deal(patients)) {
      findings.put("s%d-%04d".formatted(seed, findings.size() + 1), finding);
    }
  }

  @Override
  public List<String> patientIds() {
    return new ArrayList<>(findings.keySet());
  }

  @Override
  public ExamRecordings examine(String patientId, int visit) {
    MurmurClass finding = findings.get(patientId);
    if (finding == null) {
      throw new UserException("there is no synthetic patient " + patientId);
    }
    Rng rng = new Rng(seed).split(patientId);
    SyntheticPatient patient = SyntheticPatient.draw(patientId, finding, rng);
    String examId = ExamRecordings.idOf(patientId, visit);
    return new ExamRecordings(
        examId,
        patientId,
        SyntheticStethoscope.record(patient, rng),
        Optional.of(patient.diagnosis(examId)));
  }
}
