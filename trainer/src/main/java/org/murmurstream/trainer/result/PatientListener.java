package org.murmurstream.trainer.result;

import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import org.murmurstream.core.AuscultationSite;
import org.murmurstream.core.Caution;
import org.murmurstream.core.CheckedEar;
import org.murmurstream.core.Ear;
import org.murmurstream.core.Evidence;
import org.murmurstream.core.Pcm;
import org.murmurstream.core.Probabilities;
import org.murmurstream.core.SiteAudio;
import org.murmurstream.core.SiteEvidence;
import org.murmurstream.core.UserException;
import org.murmurstream.core.Verdict;
import org.murmurstream.data.WavFile;
import org.murmurstream.data.circor.CircorRecordings.RecordingFile;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides on patients as the stream application does: each recording is heard by itself, those of a
 * site are merged in the order of their numbers, and what is usable decides. A recording that
 * cannot be read or heard costs only itself.
 */
final class PatientListener {

  private static final Logger LOG = LoggerFactory.getLogger(PatientListener.class);

  /** What makes a recording unusable, as opposed to what only calls for care. */
  private static final List<Caution> PREVENTING =
      List.of(Caution.MODEL_FAILURE, Caution.TOO_SHORT, Caution.SILENT);

  private static final String MODEL_FAILURE = "model failure";

  private final Ear ear;

  /**
   * @param ear listens and decides; remains the caller's to close
   */
  PatientListener(Ear ear) {
    this.ear = new CheckedEar(ear);
  }

  /**
   * Hears one patient.
   *
   * @param recordings by site and number
   */
  PatientDecision hear(String patientId, List<RecordingFile> recordings) {
    var faults = new ArrayList<PatientDecision.Fault>();
    var heard = new ArrayList<Evidence>();
    for (RecordingFile recording : recordings) {
      try {
        heard.add(hear(recording));
      } catch (Unheard e) {
        faults.add(new PatientDecision.Fault(recording.site(), recording.index(), e.getMessage()));
      }
    }
    Collection<SiteEvidence> sites = SiteEvidence.bySite(heard).values();
    try {
      return decided(patientId, decide(sites), faults);
    } catch (Unheard e) {
      String reasons =
          faults.stream()
              .map(PatientDecision.Fault::reason)
              .distinct()
              .sorted()
              .collect(Collectors.joining(" and "));
      String reason = reasons.isEmpty() || !sites.isEmpty() ? e.getMessage() : reasons;
      return PatientDecision.undecided(patientId, reason, faults);
    }
  }

  /** Whether the model failed on a patient or a recording, for whatever reason. */
  static boolean failedOn(PatientDecision patient) {
    return patient.undecided().filter(MODEL_FAILURE::equals).isPresent()
        || patient.faults().stream().anyMatch(fault -> fault.reason().equals(MODEL_FAILURE));
  }

  private static PatientDecision decided(
      String patientId, Verdict verdict, List<PatientDecision.Fault> faults) {
    Map<AuscultationSite, Probabilities> alone =
        verdict.sites().entrySet().stream()
            .collect(Collectors.toMap(Map.Entry::getKey, site -> site.getValue().alone()));
    return new PatientDecision(
        patientId,
        verdict.murmur(),
        verdict.probabilities(),
        OptionalInt.empty(),
        alone,
        Optional.empty(),
        faults);
  }

  private Evidence hear(RecordingFile recording) throws Unheard {
    if (!Files.exists(recording.wav())) {
      throw new Unheard("missing");
    }
    Evidence hearing;
    try {
      Pcm audio = WavFile.read(recording.wav());
      hearing = ear.listen(List.of(new SiteAudio(recording.site(), audio))).get(0);
    } catch (UserException e) {
      throw new Unheard("unreadable", e);
    } catch (RuntimeException e) {
      throw failure(e);
    }
    if (!hearing.usable()) {
      throw new Unheard(reason(hearing.cautions()));
    }
    return hearing;
  }

  private Verdict decide(Collection<SiteEvidence> sites) throws Unheard {
    if (sites.isEmpty()) {
      throw new Unheard("no recording");
    }
    try {
      return ear.decide(sites);
    } catch (RuntimeException e) {
      throw failure(e);
    }
  }

  private static Unheard failure(RuntimeException e) {
    LOG.atError().setCause(e).log("the ear failed");
    return new Unheard(MODEL_FAILURE, e);
  }

  private static String reason(List<Caution> cautions) {
    return PREVENTING.stream()
        .filter(cautions::contains)
        .findFirst()
        .map(caution -> caution.name().toLowerCase(Locale.ROOT).replace('_', ' '))
        .orElse("not usable");
  }

  /** Why a recording or a patient could not be heard. */
  private static final class Unheard extends Exception {

    private static final long serialVersionUID = 1L;

    Unheard(String reason) {
      super(reason);
    }

    Unheard(String reason, Throwable cause) {
      super(reason, cause);
    }
  }
}
