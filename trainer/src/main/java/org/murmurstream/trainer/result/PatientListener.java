package org.murmurstream.trainer.result;

import java.nio.file.Files;
import java.time.Clock;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.murmurstream.core.AuscultationSite;
import org.murmurstream.core.Caution;
import org.murmurstream.core.CheckedEar;
import org.murmurstream.core.Ear;
import org.murmurstream.core.Evidence;
import org.murmurstream.core.Pcm;
import org.murmurstream.core.SiteAudio;
import org.murmurstream.core.SiteEvidence;
import org.murmurstream.core.UserException;
import org.murmurstream.core.Verdict;
import org.murmurstream.core.exam.ExamAtHand;
import org.murmurstream.core.exam.ExamEvidence;
import org.murmurstream.core.exam.Prediction;
import org.murmurstream.core.exam.RecordingId;
import org.murmurstream.data.ExamRecordings;
import org.murmurstream.data.circor.CircorRecordings.RecordingFile;
import org.murmurstream.data.wav.WavFile;
import org.murmurstream.trainer.result.PatientDecision.Fault;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides on patients as the stream application does: each recording is heard by itself, those of a
 * site are merged in the order of their numbers, and what is usable decides. A recording that
 * cannot be read or heard costs only itself.
 */
public final class PatientListener {

  private static final Logger LOG = LoggerFactory.getLogger(PatientListener.class);

  /** What makes a recording unusable, as opposed to what only calls for care. */
  private static final List<Caution> PREVENTING =
      List.of(Caution.MODEL_FAILURE, Caution.NARROW_BAND, Caution.TOO_SHORT, Caution.SILENT);

  private final Ear ear;
  private final Clock clock;
  private final Condition condition;

  /**
   * Hears recordings as they are.
   *
   * @param ear listens and decides; remains the caller's to close
   * @param clock tells when
   */
  public PatientListener(Ear ear, Clock clock) {
    this(ear, clock, Condition.AS_RECORDED);
  }

  /** Hears recordings under a condition. */
  PatientListener(Ear ear, Clock clock, Condition condition) {
    this.ear = new CheckedEar(ear);
    this.clock = clock;
    this.condition = condition;
  }

  /**
   * Hears one patient, whose recordings are one exam.
   *
   * @param recordings by site and number
   */
  public HeardPatient hear(String patientId, List<RecordingFile> recordings) {
    var exam =
        new ExamAtHand(
            patientId, ExamRecordings.idOf(patientId, 1), bySite(recordings), ear.identity());
    var faults = new ArrayList<Fault>();
    var read = new ArrayList<Read>();
    for (RecordingFile recording : recordings) {
      read(patientId, recording, faults).ifPresent(read::add);
    }
    List<Optional<Evidence>> heard = listen(read);
    for (int i = 0; i < read.size(); i++) {
      take(read.get(i), heard.get(i), exam).ifPresent(faults::add);
    }
    return new HeardPatient(decide(exam), faults);
  }

  /** A recording that was read, as it is heard. */
  private record Read(RecordingFile file, Pcm audio) {

    SiteAudio atSite() {
      return new SiteAudio(file.site(), audio);
    }
  }

  private static Map<AuscultationSite, Integer> bySite(List<RecordingFile> recordings) {
    var bySite = new EnumMap<AuscultationSite, Integer>(AuscultationSite.class);
    recordings.forEach(recording -> bySite.merge(recording.site(), 1, Integer::sum));
    return bySite;
  }

  private Optional<Read> read(String patientId, RecordingFile file, List<Fault> faults) {
    if (!Files.exists(file.wav())) {
      faults.add(unread(file, Fault.MISSING, "is listed and not there"));
      return Optional.empty();
    }
    Pcm recorded;
    try {
      recorded = WavFile.read(file.wav());
    } catch (UserException e) {
      faults.add(unread(file, Fault.UNREADABLE, afterPath(e, file)));
      return Optional.empty();
    }
    String name = file.wav().getFileName().toString();
    return Optional.of(new Read(file, condition.alteration().of(patientId, name, recorded)));
  }

  /** What is heard of each, all at once where that is worth it; nothing of one the ear fails on. */
  private List<Optional<Evidence>> listen(List<Read> read) {
    List<SiteAudio> audio = read.stream().map(Read::atSite).toList();
    if (audio.size() > 1 && ear.batchSize() > 1) {
      try {
        return ear.listen(audio).stream().map(Optional::of).toList();
      } catch (RuntimeException e) {
        LOG.atWarn().log("the ear failed on a patient's recordings, they are heard one by one");
      }
    }
    return audio.stream().map(this::listen).toList();
  }

  private Optional<Evidence> listen(SiteAudio audio) {
    try {
      return Optional.of(ear.listen(List.of(audio)).get(0));
    } catch (RuntimeException e) {
      logFailure(e);
      return Optional.empty();
    }
  }

  /** Why it takes no part, if it does not. */
  private static Optional<Fault> take(Read read, Optional<Evidence> heard, ExamAtHand exam) {
    var id = new RecordingId(read.file().site(), read.file().index());
    if (heard.isEmpty()) {
      exam.failed(id, read.audio());
      return Optional.of(fault(read.file(), Fault.MODEL_FAILURE, ""));
    }
    exam.heard(id, read.audio(), heard.get());
    return heard.get().usable()
        ? Optional.empty()
        : Optional.of(fault(read.file(), reason(heard.get().cautions()), ""));
  }

  private static Fault unread(RecordingFile recording, String reason, String detail) {
    LOG.atWarn()
        .addKeyValue("file", recording.wav())
        .addKeyValue("reason", detail)
        .log("a recording takes no part");
    return fault(recording, reason, detail);
  }

  private static Fault fault(RecordingFile recording, String reason, String detail) {
    return new Fault(recording.site(), recording.index(), reason, detail);
  }

  /** What is said of a file, without the path, which names the patient. */
  private static String afterPath(UserException complaint, RecordingFile recording) {
    String path = recording.wav().toString();
    String message = complaint.getMessage();
    return message.startsWith(path) ? message.substring(path.length()).strip() : message;
  }

  private Prediction decide(ExamAtHand exam) {
    ExamEvidence found = exam.evidence();
    List<SiteEvidence> usable = found.usable();
    if (usable.isEmpty()) {
      return exam.answer(found, Optional.empty(), clock.millis());
    }
    Verdict verdict;
    try {
      verdict = ear.decide(usable);
    } catch (RuntimeException e) {
      logFailure(e);
      return exam.answer(found.failedUpon(), Optional.empty(), clock.millis());
    }
    return exam.answer(found, Optional.of(verdict), clock.millis());
  }

  private static void logFailure(RuntimeException e) {
    LOG.atError().setCause(e).log("the ear failed");
  }

  private static String reason(List<Caution> cautions) {
    return PREVENTING.stream()
        .filter(cautions::contains)
        .findFirst()
        .map(caution -> caution.name().toLowerCase(Locale.ROOT).replace('_', ' '))
        .orElse("not usable");
  }
}
