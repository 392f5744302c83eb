package org.murmurstream.trainer.evaluation;

import java.nio.file.Files;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import org.murmurstream.model.AuscultationSite;
import org.murmurstream.model.Caution;
import org.murmurstream.model.Ear;
import org.murmurstream.model.EarException;
import org.murmurstream.model.Pcm;
import org.murmurstream.model.Probabilities;
import org.murmurstream.model.SiteAudio;
import org.murmurstream.model.SiteHearing;
import org.murmurstream.model.UserException;
import org.murmurstream.model.Verdict;
import org.murmurstream.model.audio.WavFile;
import org.murmurstream.model.circor.CircorRecordings.RecordingFile;
import org.murmurstream.model.exam.SiteHearings;
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
    this.ear = ear;
  }

  /**
   * Hears one patient.
   *
   * @param recordings by site and number
   */
  HeardPatient hear(String patientId, List<RecordingFile> recordings) {
    var faults = new ArrayList<HeardPatient.Fault>();
    var heard = new EnumMap<AuscultationSite, List<SiteHearing>>(AuscultationSite.class);
    for (RecordingFile recording : recordings) {
      try {
        SiteHearing hearing = hear(recording);
        heard.computeIfAbsent(recording.site(), site -> new ArrayList<>()).add(hearing);
      } catch (Unheard e) {
        faults.add(new HeardPatient.Fault(recording.site(), recording.index(), e.getMessage()));
      }
    }
    List<SiteHearing> sites = heard.values().stream().map(SiteHearings::merge).toList();
    try {
      return decided(patientId, decide(sites), faults);
    } catch (Unheard e) {
      String reasons =
          faults.stream()
              .map(HeardPatient.Fault::reason)
              .distinct()
              .sorted()
              .collect(Collectors.joining(" and "));
      String reason = reasons.isEmpty() || !sites.isEmpty() ? e.getMessage() : reasons;
      return new HeardPatient(Decision.unheard(patientId), Optional.of(reason), faults);
    }
  }

  /** Whether the model failed on a patient or a recording, for whatever reason. */
  static boolean failedOn(HeardPatient patient) {
    return patient.unheard().filter(MODEL_FAILURE::equals).isPresent()
        || patient.faults().stream().anyMatch(fault -> fault.reason().equals(MODEL_FAILURE));
  }

  private static HeardPatient decided(
      String patientId, Verdict verdict, List<HeardPatient.Fault> faults) {
    Map<AuscultationSite, Probabilities> alone =
        verdict.sites().entrySet().stream()
            .collect(Collectors.toMap(Map.Entry::getKey, site -> site.getValue().alone()));
    return new HeardPatient(
        new Decision(
            patientId, verdict.murmur(), verdict.probabilities(), OptionalInt.empty(), alone),
        Optional.empty(),
        faults);
  }

  private SiteHearing hear(RecordingFile recording) throws Unheard {
    if (!Files.exists(recording.wav())) {
      throw new Unheard("missing");
    }
    SiteHearing hearing;
    try {
      Pcm audio = WavFile.read(recording.wav());
      hearing = listen(new SiteAudio(recording.site(), List.of(audio)));
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

  private SiteHearing listen(SiteAudio audio) {
    SiteHearing hearing = ear.listen(List.of(audio)).get(0);
    for (float value : hearing.embedding()) {
      if (!Float.isFinite(value)) {
        throw new EarException("an embedding is not finite");
      }
    }
    return hearing;
  }

  private Verdict decide(List<SiteHearing> sites) throws Unheard {
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
