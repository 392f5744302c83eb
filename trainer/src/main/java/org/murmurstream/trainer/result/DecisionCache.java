package org.murmurstream.trainer.result;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Supplier;
import org.murmurstream.core.AtomicFiles;
import org.murmurstream.core.AuscultationSite;
import org.murmurstream.core.MurmurClass;
import org.murmurstream.core.Probabilities;
import org.murmurstream.core.Sha256;
import org.murmurstream.core.UserException;
import org.murmurstream.data.circor.CircorRecordings.RecordingFile;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decisions on disk, so that an evaluation that was interrupted goes on. A file for each patient,
 * named by the digest of the model, the patient's id and everything in the recordings; it does not
 * hold the id. Several threads and processes may share a folder.
 */
public final class DecisionCache {

  private static final Logger LOG = LoggerFactory.getLogger(DecisionCache.class);
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Changes whenever more is kept: what was kept before is passed over. */
  private static final String FORMAT = "3";

  private final Path folder;
  private final String model;

  /**
   * What is kept of a patient.
   *
   * @param undecided why nothing could be decided; null if the model decided
   * @param regression which regression spoke; null if the model has one alone
   * @param reasons as in tables
   */
  private record Kept(
      MurmurClass murmur,
      Probabilities probabilities,
      Map<AuscultationSite, Probabilities> alone,
      String undecided,
      List<PatientDecision.Fault> faults,
      String regression,
      String reasons) {

    Kept(PatientDecision decision) {
      this(
          decision.murmur(),
          decision.probabilities(),
          decision.alone(),
          decision.undecided().orElse(null),
          decision.faults(),
          decision.regression().orElse(null),
          ReasonText.of(decision.reasons()));
    }

    PatientDecision of(String patientId) {
      return new PatientDecision(
          patientId,
          murmur,
          probabilities,
          OptionalInt.empty(),
          alone,
          Optional.ofNullable(undecided),
          faults,
          Optional.ofNullable(regression),
          ReasonText.parse(reasons));
    }
  }

  /**
   * @param folder made if missing
   * @param model all that a decision depends on beside the recordings: the digest of the model, the
   *     version of the program, where it computes
   * @throws UserException if the folder cannot be made
   */
  public DecisionCache(Path folder, String model) {
    this.folder = folder;
    this.model = model;
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw unusable(e);
    }
  }

  /** Likewise for decisions on recordings heard under a condition. */
  DecisionCache under(Condition condition) {
    return condition.title().isEmpty()
        ? this
        : new DecisionCache(folder, model + "\n" + condition.title());
  }

  /**
   * The decision on a patient that was made before, or is made now. One on which the model failed
   * is not kept: another try may do better.
   *
   * @param deciding decides on the patient
   * @throws UserException if the folder cannot be read or written
   */
  PatientDecision get(
      String patientId, List<RecordingFile> recordings, Supplier<PatientDecision> deciding) {
    Optional<String> key = key(patientId, recordings);
    if (key.isEmpty()) {
      return deciding.get();
    }
    Optional<Kept> kept = read(key.get());
    if (kept.isPresent()) {
      return kept.get().of(patientId);
    }
    PatientDecision decision = deciding.get();
    if (!decision.isModelAtFault()) {
      write(key.get(), new Kept(decision));
    }
    return decision;
  }

  /** None if a recording is there and cannot be read. */
  private Optional<String> key(String patientId, List<RecordingFile> recordings) {
    var key = new StringBuilder(FORMAT + "\n" + model + "\n" + patientId + "\n");
    for (RecordingFile recording : recordings) {
      String content = "missing";
      if (Files.exists(recording.wav())) {
        try {
          content = Sha256.of(recording.wav());
        } catch (IOException e) {
          return Optional.empty();
        }
      }
      key.append("%s %d %s\n".formatted(recording.site(), recording.index(), content));
    }
    return Optional.of(Sha256.of(key.toString()));
  }

  private Optional<Kept> read(String key) {
    Path file = file(key);
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    String[] lines = text(file).split("\n", -1);
    if (lines.length == 3 && lines[0].equals(seal(key, lines[1]))) {
      try {
        return Optional.of(JSON.readValue(lines[1], Kept.class));
      } catch (JacksonException e) {
        LOG.atDebug().setCause(e).log("a kept result is of another program");
      }
    }
    LOG.atWarn().addKeyValue("file", file).log("damaged or foreign; the patient is heard again");
    return Optional.empty();
  }

  /** Bytes that are no text, as damaged ones may be, do no harm. */
  private String text(Path file) {
    try {
      return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw unusable(e);
    }
  }

  private void write(String key, Kept kept) {
    try {
      String json = JSON.writeValueAsString(kept);
      AtomicFiles.replace(
          file(key), partial -> Files.writeString(partial, seal(key, json) + "\n" + json + "\n"));
    } catch (IOException e) {
      throw unusable(e);
    }
  }

  private UserException unusable(IOException cause) {
    return new UserException(
        "%s cannot be used to keep results: %s".formatted(folder, cause), cause);
  }

  private Path file(String key) {
    return folder.resolve(key + ".json");
  }

  /** Of the key as well, so that a file under another's name is not taken for it. */
  private static String seal(String key, String json) {
    return Sha256.of(key + "\n" + json);
  }
}
